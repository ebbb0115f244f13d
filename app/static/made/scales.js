// Made of optimizers/racing/scales.py by app/translated.py, and not to be edited.

import {ln, significant} from "../local/written.js"
import {_pyfunc_op_add, _pyfunc_op_equals, _pyfunc_op_mult, _pyfunc_range, _pyfunc_truthy, _pymeth_append, _pymeth_repeat} from "./standard.js"
var DIGITS, MEMORY_DIGITS, _REST, evenly, share_at, shares, value_at, values;
DIGITS = 3;
MEMORY_DIGITS = 2;
_REST = 12;
value_at = function flx_value_at (scale, low, high, share) {
    var memory, value;
    if (_pyfunc_op_equals(share, 0)) {
        return low;
    }
    if (_pyfunc_op_equals(share, 1)) {
        return high;
    }
    if (_pyfunc_op_equals(scale, "decay")) {
        memory = _pyfunc_op_mult((1 - low), (Math.pow(((1 - high) / (1 - low)), share)));
        value = significant(1 - significant(memory, MEMORY_DIGITS), _REST);
    } else if (_pyfunc_op_equals(scale, "log")) {
        value = significant(_pyfunc_op_mult(low, (Math.pow((high / low), share))), DIGITS);
    } else {
        value = significant(_pyfunc_op_add(low, (_pyfunc_op_mult((high - low), share))), DIGITS);
    }
    return Math.min(Math.max(value, low), high);
};

shares = function flx_shares (count) {
    return _pyfunc_op_add(((function list_comprehension (iter0) {var res = [];var place, i0;if ((typeof iter0 === "object") && (!Array.isArray(iter0))) {iter0 = Object.keys(iter0);}for (i0=0; i0<iter0.length; i0++) {place = iter0[i0];{res.push(_pyfunc_op_mult(place, (1 / (count - 1))));}}return res;}).call(this, _pyfunc_range(0, (count - 1), 1))), [1.0]);
};

values = function flx_values (scale, low, high, count) {
    var found, share, stub1_seq, stub2_itr, value;
    found = [];
    stub1_seq = shares(count);
    if ((typeof stub1_seq === "object") && (!Array.isArray(stub1_seq))) { stub1_seq = Object.keys(stub1_seq);}
    for (stub2_itr = 0; stub2_itr < stub1_seq.length; stub2_itr += 1) {
        share = stub1_seq[stub2_itr];
        value = value_at(scale, low, high, share);
        if ((((!_pyfunc_truthy(found))) || (!_pyfunc_op_equals(value, found[found.length -1])))) {
            _pymeth_append.call(found, value);
        }
    }
    return found;
};

evenly = function flx_evenly (total, count) {
    var apart;
    apart = Math.floor((total - 1)/(count - 1));
    return (function list_comprehension (iter0) {var res = [];var place, i0;if ((typeof iter0 === "object") && (!Array.isArray(iter0))) {iter0 = Object.keys(iter0);}for (i0=0; i0<iter0.length; i0++) {place = iter0[i0];{res.push(_pyfunc_op_mult(place, apart));}}return res;}).call(this, _pyfunc_range(0, count, 1));
};

share_at = function flx_share_at (scale, low, high, value) {
    value = Math.min(Math.max(value, low), high);
    if (_pyfunc_op_equals(scale, "decay")) {
        return (ln((1 - value) / (1 - low))) / (ln((1 - high) / (1 - low)));
    }
    if (_pyfunc_op_equals(scale, "log")) {
        return ln(value / low) / ln(high / low);
    }
    return (value - low) / (high - low);
};

export {DIGITS, MEMORY_DIGITS, value_at, shares, values, evenly, share_at}
