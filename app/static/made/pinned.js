// Made of app/pinned.py by app/translated.py, and not to be edited.

import {apply} from "./changes.js"
import {raced_by, racing, start} from "./in_force.js"
import {at, going_on} from "./titles.js"
import {characters, quoted, unescaped} from "../local/written.js"
import {_pyfunc_format, _pyfunc_op_add, _pyfunc_op_contains, _pyfunc_op_equals, _pyfunc_truthy, _pymeth_append, _pymeth_format, _pymeth_join, _pymeth_partition, _pymeth_rstrip, _pymeth_split, _pymeth_startswith} from "./standard.js"
var OF_A_RACE, _told, differences, parts, pin;
OF_A_RACE = ["racers", "steps", "x", "y", "shared", "lr"];
parts = function flx_parts (written, racers) {
    var _, dot, each, entry, found, key, keys, known, name, owner, sign, stub10_itr, stub1_, stub2_, stub3_seq, stub4_itr, stub5_seq, stub6_itr, stub7_tgt, stub8_, stub9_seq, value;
    found = [];
    stub3_seq = (_pyfunc_truthy(written))? (_pymeth_split.call(written, "&")) : ([]);
    if ((typeof stub3_seq === "object") && (!Array.isArray(stub3_seq))) { stub3_seq = Object.keys(stub3_seq);}
    for (stub4_itr = 0; stub4_itr < stub3_seq.length; stub4_itr += 1) {
        each = stub3_seq[stub4_itr];
        stub1_ = _pymeth_partition.call(each, "=");
        name = stub1_[0];sign = stub1_[1];value = stub1_[2];
        stub2_ = [unescaped(name), unescaped(value)];
        key = stub2_[0];entry = stub2_[1];
        if ((((!_pyfunc_truthy(sign))) || (key === null) || (entry === null))) {
            return [[], "it is written like a link: racers=sgd,adam&adam.lr=0.1"];
        }
        _pymeth_append.call(found, [key, entry]);
    }
    keys = [];
    stub5_seq = found;
    if ((typeof stub5_seq === "object") && (!Array.isArray(stub5_seq))) { stub5_seq = Object.keys(stub5_seq);}
    for (stub6_itr = 0; stub6_itr < stub5_seq.length; stub6_itr += 1) {
        stub7_tgt = stub5_seq[stub6_itr];
        key = stub7_tgt[0]; _ = stub7_tgt[1];
        if (_pyfunc_op_contains(key, keys)) {
            return [[], "it gives a setting twice"];
        }
        _pymeth_append.call(keys, key);
    }
    stub9_seq = keys;
    if ((typeof stub9_seq === "object") && (!Array.isArray(stub9_seq))) { stub9_seq = Object.keys(stub9_seq);}
    for (stub10_itr = 0; stub10_itr < stub9_seq.length; stub10_itr += 1) {
        key = stub9_seq[stub10_itr];
        stub8_ = _pymeth_partition.call(key, ".");
        owner = stub8_[0];dot = stub8_[1];_ = stub8_[2];
        known = _pyfunc_op_contains(key, OF_A_RACE);
        if (_pyfunc_truthy(dot)) {
            known = _pyfunc_op_contains(owner, racers) || _pyfunc_op_equals(owner, "recipe");
        }
        if ((!_pyfunc_truthy(known))) {
            return [[], _pymeth_format.call("it has {}, which no race is pinned with", (quoted(_pymeth_join.call("", (characters(key).slice(0,40))))))];
        }
    }
    return [found, ""];
};

pin = function flx_pin (settings, written) {
    var first, found, notices, stub11_, why;
    stub11_ = parts(written, settings.declarations["racers"]["options"]);
    found = stub11_[0];why = stub11_[1];
    if (_pyfunc_truthy(why)) {
        return why;
    }
    notices = apply(settings, found);
    if ((!_pyfunc_truthy(notices))) {
        return "";
    }
    first = _pymeth_split.call((notices[0]["text"]), ". It stays")[0];
    return _pymeth_format.call("in it, {}", _pymeth_rstrip.call(first, "."));
};

differences = function flx_differences (settings) {
    var before, found, key, keys, name, now, racer, stub12_seq, stub13_itr, stub14_, stub15_seq, stub16_itr, stub17_seq, stub18_itr, told, was;
    before = settings.pinned;
    if ((!_pyfunc_truthy(before))) {
        return ({});
    }
    told = [];
    stub12_seq = before.declarations;
    if ((typeof stub12_seq === "object") && (!Array.isArray(stub12_seq))) { stub12_seq = Object.keys(stub12_seq);}
    for (stub13_itr = 0; stub13_itr < stub12_seq.length; stub13_itr += 1) {
        key = stub12_seq[stub13_itr];
        if ((((_pyfunc_op_equals(key, "steps") || _pymeth_startswith.call(key, "recipe."))) && ((!_pyfunc_op_equals(before.texts[key], settings.texts[key]))))) {
            _pymeth_append.call(told, _told(before, key));
        }
    }
    stub14_ = [start(before), start(settings)];
    was = stub14_[0];now = stub14_[1];
    if ((((!_pyfunc_op_equals(was[0], now[0]))) || (!_pyfunc_op_equals(was[1], now[1])))) {
        _pymeth_append.call(told, (_pymeth_format.call("start {}", at(was))));
    }
    found = ({});
    stub17_seq = racing(before);
    if ((typeof stub17_seq === "object") && (!Array.isArray(stub17_seq))) { stub17_seq = Object.keys(stub17_seq);}
    for (stub18_itr = 0; stub18_itr < stub17_seq.length; stub18_itr += 1) {
        racer = stub17_seq[stub18_itr];
        keys = [];
        stub15_seq = before.hyper(racer);
        if ((typeof stub15_seq === "object") && (!Array.isArray(stub15_seq))) { stub15_seq = Object.keys(stub15_seq);}
        for (stub16_itr = 0; stub16_itr < stub15_seq.length; stub16_itr += 1) {
            name = stub15_seq[stub16_itr];
            key = raced_by(before, racer, name);
            if ((!_pyfunc_op_equals(before.texts[key], settings.texts[raced_by(settings, racer, name)]))) {
                _pymeth_append.call(keys, key);
            }
        }
        found[racer] = _pymeth_join.call(", ", (_pyfunc_op_add(((function list_comprehension (iter0) {var res = [];var key, i0;if ((typeof iter0 === "object") && (!Array.isArray(iter0))) {iter0 = Object.keys(iter0);}for (i0=0; i0<iter0.length; i0++) {key = iter0[i0];{res.push(_told(before, key));}}return res;}).call(this, keys)), told)));
    }
    return found;
};

_told = function flx__told (settings, key) {
    var declaration, stub19_, written;
    stub19_ = [settings.declarations[key], settings.texts[key]];
    declaration = stub19_[0];written = stub19_[1];
    if (_pyfunc_op_equals(declaration["kind"], "switch")) {
        written = (_pyfunc_op_equals(written, "1"))? ("on") : ("off");
    }
    return _pymeth_format.call("{} {}", going_on(declaration["label"]), written);
};

export {OF_A_RACE, parts, pin, differences}
