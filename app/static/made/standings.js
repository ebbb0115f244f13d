// Made of optimizers/racing/standings.py by app/translated.py, and not to be edited.

import {in_order} from "../local/written.js"
import {_pyfunc_abs, _pyfunc_enumerate, _pyfunc_op_add, _pyfunc_op_equals, _pyfunc_op_mult, _pyfunc_truthy, _pymeth_append, _pymeth_repeat} from "./standard.js"
var ALIKE, _NEVER, best, goal, ranks, slack;
ALIKE = 1e-06;
_NEVER = 1000000000.0;
slack = function flx_slack (bottom, start) {
    return _pyfunc_op_mult(ALIKE, (Math.max(_pyfunc_abs(bottom), (_pyfunc_abs((start - bottom))))));
};

goal = function flx_goal (results, floor, start) {
    var _arrival, _bottom, bottom, bottoms, loss, lowest, stub1_, stub1_arrival, stub1_bottom, stub1_i0, stub1_iter0, stub1_loss, stub2_seq, stub3_itr, stub4_seq, stub5_itr, stub6_tgt;
    stub1_ = [];stub1_iter0 = results;if ((typeof stub1_iter0 === "object") && (!Array.isArray(stub1_iter0))) {stub1_iter0 = Object.keys(stub1_iter0);}for (stub1_i0=0; stub1_i0<stub1_iter0.length; stub1_i0++) {stub1_loss = stub1_iter0[stub1_i0][0]; stub1_arrival = stub1_iter0[stub1_i0][1]; stub1_bottom = stub1_iter0[stub1_i0][2];if (!((stub1_arrival >= 0))) {continue;}{stub1_.push(stub1_bottom);}}
    bottoms = stub1_;
    if ((_pyfunc_op_equals(floor, floor) || (!_pyfunc_truthy(bottoms)))) {
        return floor;
    }
    lowest = bottoms[0];
    stub2_seq = bottoms;
    if ((typeof stub2_seq === "object") && (!Array.isArray(stub2_seq))) { stub2_seq = Object.keys(stub2_seq);}
    for (stub3_itr = 0; stub3_itr < stub2_seq.length; stub3_itr += 1) {
        bottom = stub2_seq[stub3_itr];
        lowest = Math.min(lowest, bottom);
    }
    stub4_seq = results;
    if ((typeof stub4_seq === "object") && (!Array.isArray(stub4_seq))) { stub4_seq = Object.keys(stub4_seq);}
    for (stub5_itr = 0; stub5_itr < stub4_seq.length; stub5_itr += 1) {
        stub6_tgt = stub4_seq[stub5_itr];
        loss = stub6_tgt[0]; _arrival = stub6_tgt[1]; _bottom = stub6_tgt[2];
        if ((loss < (lowest - slack(lowest, start)))) {
            return floor;
        }
    }
    return lowest;
};

ranks = function flx_ranks (results, floor, start) {
    var arrival, before, bottom, count, found, i, k, keys, loss, own, place, racing, stub10_, stub10__, stub10_i0, stub10_iter0, stub11_, stub11_each, stub11_i, stub11_i0, stub11_iter0, stub12_, stub13_seq, stub14_itr, stub15_tgt, stub7_seq, stub8_itr, stub9_tgt;
    bottom = goal(results, floor, start);
    keys = [];
    stub7_seq = results;
    if ((typeof stub7_seq === "object") && (!Array.isArray(stub7_seq))) { stub7_seq = Object.keys(stub7_seq);}
    for (stub8_itr = 0; stub8_itr < stub7_seq.length; stub8_itr += 1) {
        stub9_tgt = stub7_seq[stub8_itr];
        loss = stub9_tgt[0]; arrival = stub9_tgt[1]; own = stub9_tgt[2];
        if (((arrival >= 0) && ((own <= (_pyfunc_op_add(bottom, slack(bottom, start))))))) {
            _pymeth_append.call(keys, [0, arrival, arrival]);
        } else {
            _pymeth_append.call(keys, [1, loss, (((arrival < 0) || (!_pyfunc_op_equals(bottom, bottom))))? (_NEVER) : (arrival)]);
        }
    }
    stub10_ = [];stub10_iter0 = results;if ((typeof stub10_iter0 === "object") && (!Array.isArray(stub10_iter0))) {stub10_iter0 = Object.keys(stub10_iter0);}for (stub10_i0=0; stub10_i0<stub10_iter0.length; stub10_i0++) {stub10__ = stub10_iter0[stub10_i0];{stub10_.push(null);}}
    found = stub10_;
    stub11_ = [];stub11_iter0 = _pyfunc_enumerate(results);if ((typeof stub11_iter0 === "object") && (!Array.isArray(stub11_iter0))) {stub11_iter0 = Object.keys(stub11_iter0);}for (stub11_i0=0; stub11_i0<stub11_iter0.length; stub11_i0++) {stub11_i = stub11_iter0[stub11_i0][0]; stub11_each = stub11_iter0[stub11_i0][1];if (!(_pyfunc_op_equals(stub11_each[0], stub11_each[0]))) {continue;}{stub11_.push(stub11_i);}}
    racing = stub11_;
    place = 0;
    before = [];
    stub13_seq = _pyfunc_enumerate((in_order((function list_comprehension (iter0) {var res = [];var i, i0;if ((typeof iter0 === "object") && (!Array.isArray(iter0))) {iter0 = Object.keys(iter0);}for (i0=0; i0<iter0.length; i0++) {i = iter0[i0];{res.push(keys[i]);}}return res;}).call(this, racing))));
    if ((typeof stub13_seq === "object") && (!Array.isArray(stub13_seq))) { stub13_seq = Object.keys(stub13_seq);}
    for (stub14_itr = 0; stub14_itr < stub13_seq.length; stub14_itr += 1) {
        stub15_tgt = stub13_seq[stub14_itr];
        count = stub15_tgt[0]; k = stub15_tgt[1];
        i = racing[k];
        if ((!_pyfunc_op_equals(keys[i], before))) {
            stub12_ = [count + 1, keys[i]];
            place = stub12_[0];before = stub12_[1];
        }
        found[i] = place;
    }
    return found;
};

best = function flx_best (results, floor, start) {
    var place, rank, stub16_seq, stub17_itr, stub18_tgt;
    stub16_seq = _pyfunc_enumerate(ranks(results, floor, start));
    if ((typeof stub16_seq === "object") && (!Array.isArray(stub16_seq))) { stub16_seq = Object.keys(stub16_seq);}
    for (stub17_itr = 0; stub17_itr < stub16_seq.length; stub17_itr += 1) {
        stub18_tgt = stub16_seq[stub17_itr];
        place = stub18_tgt[0]; rank = stub18_tgt[1];
        if (_pyfunc_op_equals(rank, 1)) {
            return place;
        }
    }
    return 0;
};

export {ALIKE, slack, goal, ranks, best}
