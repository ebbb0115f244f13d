// Made of app/entries.py by app/translated.py, and not to be edited.

import {characters, matches, number, text} from "../local/written.js"
import {_pyfunc_format, _pyfunc_op_contains, _pyfunc_op_equals, _pyfunc_truthy, _pymeth_format, _pymeth_join, _pymeth_split} from "./standard.js"
var MAX_LENGTH, NAMED, _FLOAT, _INTEGER, _OTHER_THAN_0, _number, _one_of, _parts, _several, read, without_strangers;
MAX_LENGTH = 1000;
NAMED = 30;
_FLOAT = "[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]{1,3})?";
_INTEGER = "[+-]?[0-9]+";
_OTHER_THAN_0 = "[^eE]*[1-9].*";
read = function flx_read (declaration, entry) {
    var kind;
    kind = declaration["kind"];
    if ((!(Object.prototype.toString.call(entry).slice(8,-1).toLowerCase() === 'string'))) {
        return ["", "a setting is sent as text"];
    }
    if (((characters(entry).length) > MAX_LENGTH)) {
        return ["", _pymeth_format.call("it is longer than {} characters", MAX_LENGTH)];
    }
    if ((_pyfunc_truthy(declaration["optional"]) && ((!_pyfunc_truthy(entry))))) {
        return ["", ""];
    }
    if (_pyfunc_op_equals(kind, "several")) {
        return _several(declaration["options"], entry);
    }
    if (_pyfunc_op_equals(kind, "choice")) {
        return [entry, _one_of(declaration["options"], entry)];
    }
    if (_pyfunc_op_equals(kind, "switch")) {
        return [entry, _one_of(["0", "1"], entry)];
    }
    if (_pyfunc_op_equals(kind, "text")) {
        return [entry, ""];
    }
    return _number(declaration, entry);
};

without_strangers = function flx_without_strangers (declaration, entry) {
    var allowed, parts, strangers, stub1_, stub1_i0, stub1_iter0, stub1_part, stub2_, stub2_i0, stub2_iter0, stub2_part;
    if ((((!_pyfunc_op_equals(declaration["kind"], "several"))) || ((!(Object.prototype.toString.call(entry).slice(8,-1).toLowerCase() === 'string'))) || ((characters(entry).length) > MAX_LENGTH))) {
        return [entry, []];
    }
    parts = _parts(entry);
    stub1_ = [];stub1_iter0 = parts;if ((typeof stub1_iter0 === "object") && (!Array.isArray(stub1_iter0))) {stub1_iter0 = Object.keys(stub1_iter0);}for (stub1_i0=0; stub1_i0<stub1_iter0.length; stub1_i0++) {stub1_part = stub1_iter0[stub1_i0];if (!(_pyfunc_op_contains(stub1_part, declaration["options"]))) {continue;}{stub1_.push(stub1_part);}}
    allowed = stub1_;
    stub2_ = [];stub2_iter0 = parts;if ((typeof stub2_iter0 === "object") && (!Array.isArray(stub2_iter0))) {stub2_iter0 = Object.keys(stub2_iter0);}for (stub2_i0=0; stub2_i0<stub2_iter0.length; stub2_i0++) {stub2_part = stub2_iter0[stub2_i0];if (!((!_pyfunc_op_contains(stub2_part, declaration["options"])))) {continue;}{stub2_.push(stub2_part);}}
    strangers = stub2_;
    return (_pyfunc_truthy(allowed))? ([_pymeth_join.call(",", allowed), strangers]) : ([entry, []]);
};

_several = function flx__several (options, entry) {
    var chosen, part, stub3_seq, stub4_itr;
    chosen = _parts(entry);
    stub3_seq = chosen;
    if ((typeof stub3_seq === "object") && (!Array.isArray(stub3_seq))) { stub3_seq = Object.keys(stub3_seq);}
    for (stub4_itr = 0; stub4_itr < stub3_seq.length; stub4_itr += 1) {
        part = stub3_seq[stub4_itr];
        if ((!_pyfunc_op_contains(part, options))) {
            return ["", _one_of(options, part)];
        }
    }
    return [_pymeth_join.call(",", ((function list_comprehension (iter0) {var res = [];var key, i0;if ((typeof iter0 === "object") && (!Array.isArray(iter0))) {iter0 = Object.keys(iter0);}for (i0=0; i0<iter0.length; i0++) {key = iter0[i0];if (!(_pyfunc_op_contains(key, chosen))) {continue;}{res.push(key);}}return res;}).call(this, options))), ""];
};

_parts = function flx__parts (entry) {
    return (function list_comprehension (iter0) {var res = [];var part, i0;if ((typeof iter0 === "object") && (!Array.isArray(iter0))) {iter0 = Object.keys(iter0);}for (i0=0; i0<iter0.length; i0++) {part = iter0[i0];if (!(part)) {continue;}{res.push(part);}}return res;}).call(this, _pymeth_split.call(entry, ","));
};

_one_of = function flx__one_of (allowed, entry) {
    if (_pyfunc_op_contains(entry, allowed)) {
        return "";
    }
    if ((allowed.length > NAMED)) {
        return _pymeth_format.call("it must be one of {} and {} more", (_pymeth_join.call(", ", allowed.slice(0,5))), (allowed.length - 5));
    }
    return _pymeth_format.call("it must be one of {}", _pymeth_join.call(", ", allowed));
};

_number = function flx__number (declaration, entry) {
    var above, below, comma, high, low, stub5_, value, whole;
    whole = declaration["whole"];
    if ((!_pyfunc_truthy(matches((_pyfunc_truthy(whole))? (_INTEGER) : (_FLOAT), entry)))) {
        comma = (_pyfunc_op_contains(",", entry))? (": decimals take a point, thousands nothing") : ("");
        return ["", _pymeth_format.call("it is not a {}number{}", ((_pyfunc_truthy(whole))? ("whole ") : ("")), comma)];
    }
    value = number(entry);
    if ((_pyfunc_op_equals(value, 0) && (_pyfunc_truthy(matches(_OTHER_THAN_0, entry))))) {
        return ["", "it is so small that it would be taken for 0"];
    }
    stub5_ = [declaration["low"], declaration["high"]];
    low = stub5_[0];high = stub5_[1];
    above = (_pyfunc_truthy(declaration["withLow"]))? (low <= value) : (low < value);
    below = (_pyfunc_truthy(declaration["withHigh"]))? (value <= high) : (value < high);
    if ((!(_pyfunc_truthy(above) && _pyfunc_truthy(below)))) {
        return ["", _pymeth_format.call("it must be {}", declaration["limits"])];
    }
    return [text((_pyfunc_truthy(declaration["signed"]))? (value) : (value + 0.0)), ""];
};

export {MAX_LENGTH, NAMED, read, without_strangers}
