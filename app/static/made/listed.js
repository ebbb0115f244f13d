// Made of optimizers/racing/listed.py by app/translated.py, and not to be edited.

import {number} from "../local/written.js"
var _least, base, homes, lowest;
lowest = function flx_lowest (minima) {
    return _least(minima, number("nan"));
};

base = function flx_base (minima) {
    return _least(minima, 0.0);
};

homes = function flx_homes (minima) {
    if ((minima.length == 0)) {
        return [[0.0], [0.0]];
    }
    return [(function list_comprehension (iter0) {var res = [];var point, i0;if ((typeof iter0 === "object") && (!Array.isArray(iter0))) {iter0 = Object.keys(iter0);}for (i0=0; i0<iter0.length; i0++) {point = iter0[i0];{res.push(point[0]);}}return res;}).call(this, minima), (function list_comprehension (iter0) {var res = [];var point, i0;if ((typeof iter0 === "object") && (!Array.isArray(iter0))) {iter0 = Object.keys(iter0);}for (i0=0; i0<iter0.length; i0++) {point = iter0[i0];{res.push(point[1]);}}return res;}).call(this, minima)];
};

_least = function flx__least (minima, none) {
    var least, point, stub1_seq, stub2_itr;
    if ((minima.length == 0)) {
        return none;
    }
    least = minima[0][2];
    stub1_seq = minima;
    if ((typeof stub1_seq === "object") && (!Array.isArray(stub1_seq))) { stub1_seq = Object.keys(stub1_seq);}
    for (stub2_itr = 0; stub2_itr < stub1_seq.length; stub2_itr += 1) {
        point = stub1_seq[stub2_itr];
        if ((point[2] < least)) {
            least = point[2];
        }
    }
    return least;
};

export {lowest, base, homes}
