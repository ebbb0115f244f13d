// Made of app/numerals.py by app/translated.py, and not to be edited.

import {characters, number, pieces, whole} from "../local/written.js"
import {_pyfunc_create_dict, _pyfunc_format, _pyfunc_op_add, _pyfunc_op_equals, _pyfunc_str, _pymeth_format, _pymeth_join, _pymeth_partition} from "./standard.js"
var _MINUS, _POWER, _RAISED, _with_power, power_of_ten, typeset;
_RAISED = _pyfunc_create_dict("-", "\u207b", "0", "\u2070", "1", "\u00b9", "2", "\u00b2", "3", "\u00b3", "4", "\u2074", "5", "\u2075", "6", "\u2076", "7", "\u2077", "8", "\u2078", "9", "\u2079");
_MINUS = "(?<=[\\s\u00a0(,=\u00b1])-(?=[0-9])|^-(?=[0-9])";
_POWER = "(?<![\\w.])[0-9]+(?:[.][0-9]+)?e[+-]?[0-9]+(?![\\w.])";
power_of_ten = function flx_power_of_ten (exponent) {
    return "10" + (_pymeth_join.call("", ((function list_comprehension (iter0) {var res = [];var each, i0;if ((typeof iter0 === "object") && (!Array.isArray(iter0))) {iter0 = Object.keys(iter0);}for (i0=0; i0<iter0.length; i0++) {each = iter0[i0];{res.push(_RAISED[each]);}}return res;}).call(this, characters(_pyfunc_str(exponent))))));
};

typeset = function flx_typeset (text) {
    var done, found, given, kind, place, said, stub1_, stub2_seq, stub3_itr, stub4_tgt;
    given = characters(text);
    stub1_ = ["", 0];
    said = stub1_[0];done = stub1_[1];
    stub2_seq = pieces([_MINUS, _POWER], text);
    if ((typeof stub2_seq === "object") && (!Array.isArray(stub2_seq))) { stub2_seq = Object.keys(stub2_seq);}
    for (stub3_itr = 0; stub3_itr < stub2_seq.length; stub3_itr += 1) {
        stub4_tgt = stub2_seq[stub3_itr];
        kind = stub4_tgt[0]; place = stub4_tgt[1]; found = stub4_tgt[2];
        said = _pyfunc_op_add(said, _pymeth_join.call("", given.slice(done,place)));
        said = _pyfunc_op_add(said, (_pyfunc_op_equals(kind, 0))? ("\u2212") : (_with_power(found)));
        done = _pyfunc_op_add(place, found.length);
    }
    return _pyfunc_op_add(said, (_pymeth_join.call("", given.slice(done))));
};

_with_power = function flx__with_power (written) {
    var _, exponent, mantissa, power, stub5_;
    stub5_ = _pymeth_partition.call(written, "e");
    mantissa = stub5_[0];_ = stub5_[1];exponent = stub5_[2];
    power = power_of_ten(whole(number(exponent)));
    return (_pyfunc_op_equals(mantissa, "1"))? (power) : (_pymeth_format.call("{}\u00d7{}", mantissa, power));
};

export {power_of_ten, typeset}
