// Made of app/cost.py by app/translated.py, and not to be edited.

import {largest} from "./sent.js"
import {fixed, grouped, whole} from "../local/written.js"
import {_pyfunc_enumerate, _pyfunc_format, _pyfunc_op_add, _pyfunc_op_equals, _pyfunc_op_mult, _pyfunc_truthy, _pymeth_append, _pymeth_format, _pymeth_repeat} from "./standard.js"
var END, MOST, MOST_BYTES, MOST_BYTES_OF_AN_ANSWER, MOST_OF_AN_ANSWER, NOISE, PACKED, ROWS, SAMPLE, SECOND, affordable, answer, excess, ladder, longest, megabytes, race, seconds, share, small_enough, step, too_dear, too_long;
ROWS = 100.0;
END = 5.0;
NOISE = 80.0;
SAMPLE = 10.0;
PACKED = 450.0;
SECOND = 1000000000.0;
MOST = _pyfunc_op_mult(2, SECOND);
MOST_BYTES = 1900000;
MOST_OF_AN_ANSWER = _pyfunc_op_mult(8, SECOND);
MOST_BYTES_OF_AN_ANSWER = 1950000;
step = function flx_step (of, kept) {
    var asked, gradient, looked, stub1_seq, stub2_itr, stub3_tgt, total;
    gradient = _pyfunc_op_add((_pyfunc_op_add(of["price"], (((of["noise"] > 0))? (NOISE) : (0.0)))), _pyfunc_op_mult(SAMPLE, of["batch"]));
    total = 0.0;
    stub1_seq = of["asks"];
    if ((typeof stub1_seq === "object") && (!Array.isArray(stub1_seq))) { stub1_seq = Object.keys(stub1_seq);}
    for (stub2_itr = 0; stub2_itr < stub1_seq.length; stub2_itr += 1) {
        stub3_tgt = stub1_seq[stub2_itr];
        asked = stub3_tgt[0]; looked = stub3_tgt[1];
        total = _pyfunc_op_add(total, _pyfunc_op_add((_pyfunc_op_add(kept, _pyfunc_op_mult(asked, gradient))), (_pyfunc_op_mult((1 + looked), of["price"]))));
    }
    return total;
};

race = function flx_race (of) {
    return _pyfunc_op_mult(of["steps"], (_pyfunc_op_add((_pyfunc_op_mult(of["replicates"], step(of, ROWS))), (_pyfunc_op_mult((of["asks"].length), PACKED)))));
};

seconds = function flx_seconds (of) {
    var each, stub4_seq, stub5_itr, total;
    total = 0.0;
    stub4_seq = of;
    if ((typeof stub4_seq === "object") && (!Array.isArray(stub4_seq))) { stub4_seq = Object.keys(stub4_seq);}
    for (stub5_itr = 0; stub5_itr < stub4_seq.length; stub5_itr += 1) {
        each = stub4_seq[stub5_itr];
        total = _pyfunc_op_add(total, race(each));
    }
    return total / SECOND;
};

megabytes = function flx_megabytes (of) {
    var each, stub6_seq, stub7_itr, total;
    total = 0.0;
    stub6_seq = of;
    if ((typeof stub6_seq === "object") && (!Array.isArray(stub6_seq))) { stub6_seq = Object.keys(stub6_seq);}
    for (stub7_itr = 0; stub7_itr < stub6_seq.length; stub7_itr += 1) {
        each = stub6_seq[stub7_itr];
        total = _pyfunc_op_add(total, largest(each));
    }
    return total / 1000000.0;
};

longest = function flx_longest (of) {
    var each, most, stub8_seq, stub9_itr;
    most = 0.0;
    stub8_seq = of;
    if ((typeof stub8_seq === "object") && (!Array.isArray(stub8_seq))) { stub8_seq = Object.keys(stub8_seq);}
    for (stub9_itr = 0; stub9_itr < stub8_seq.length; stub9_itr += 1) {
        each = stub8_seq[stub9_itr];
        most = Math.max(most, race(each));
    }
    return most;
};

excess = function flx_excess (of) {
    return Math.max(((_pyfunc_op_mult(seconds(of), SECOND)) / MOST), ((_pyfunc_op_mult(megabytes(of), 1000000.0)) / MOST_BYTES));
};

share = function flx_share (of, beside) {
    var room, time;
    time = MOST - (_pyfunc_op_mult(seconds(beside), SECOND));
    room = MOST_BYTES - (_pyfunc_op_mult(megabytes(beside), 1000000.0));
    return Math.max(0.0, (Math.min((time / race(of)), (room / largest(of)))));
};

too_dear = function flx_too_dear (of, beside) {
    var both, fit, fits, pinned;
    both = _pyfunc_op_add([of], beside);
    fit = whole(_pyfunc_op_mult(of["steps"], share(of, beside)));
    pinned = (_pyfunc_truthy(beside))? (", or without the pinned one") : ("");
    fits = "beside the pinned race, which is too much by itself, none would fit";
    if ((fit > 0)) {
        fits = _pymeth_format.call("{} steps would fit, or more with fewer racers or replicates{}", grouped(fit), pinned);
    }
    return _pymeth_format.call("the race would take about {} seconds of a processor and {} megabytes, and at most {} seconds and {} megabytes are given to one; {}", (fixed(seconds(both), 1)), (fixed(megabytes(both), 1)), fixed(MOST / SECOND, 0), fixed(MOST_BYTES / 1000000.0, 1), fits);
};

ladder = function flx_ladder (of, races, offered) {
    var each, fitting, last, place, rungs, stub10_seq, stub11_itr, stub12_tgt, within;
    fitting = small_enough(of, offered);
    within = affordable(of, races, fitting);
    if ((within.length == 0)) {
        return [[], too_long(of, races, fitting[0])];
    }
    rungs = [];
    stub10_seq = _pyfunc_enumerate(within);
    if ((typeof stub10_seq === "object") && (!Array.isArray(stub10_seq))) { stub10_seq = Object.keys(stub10_seq);}
    for (stub11_itr = 0; stub11_itr < stub10_seq.length; stub11_itr += 1) {
        stub12_tgt = stub10_seq[stub11_itr];
        place = stub12_tgt[0]; each = stub12_tgt[1];
        last = _pyfunc_op_equals(place, (within.length - 1));
        _pymeth_append.call(rungs, (({n: each[0], sharpest: _pyfunc_truthy(last) && ((_pyfunc_op_equals(each[0], (fitting[fitting.length -1][0])))), last: last})));
    }
    return [rungs, ""];
};

small_enough = function flx_small_enough (of, offered) {
    return (function list_comprehension (iter0) {var res = [];var each, i0;if ((typeof iter0 === "object") && (!Array.isArray(iter0))) {iter0 = Object.keys(iter0);}for (i0=0; i0<iter0.length; i0++) {each = iter0[i0];if (!(((_pyfunc_op_mult((of["asks"].length), each[2])) <= MOST_BYTES_OF_AN_ANSWER))) {continue;}{res.push(each);}}return res;}).call(this, offered);
};

affordable = function flx_affordable (of, races, offered) {
    return (function list_comprehension (iter0) {var res = [];var each, i0;if ((typeof iter0 === "object") && (!Array.isArray(iter0))) {iter0 = Object.keys(iter0);}for (i0=0; i0<iter0.length; i0++) {each = iter0[i0];if (!((answer(of, races, each) <= MOST_OF_AN_ANSWER))) {continue;}{res.push(each);}}return res;}).call(this, offered);
};

too_long = function flx_too_long (of, races, least) {
    var fit, time;
    time = answer(of, races, least);
    fit = whole(_pyfunc_op_mult(of["steps"], MOST_OF_AN_ANSWER) / time);
    return _pymeth_format.call("This would take about {} seconds of a processor at once, and at most {} are given. {} steps would fit, or more with fewer racers, trials or replicates.", (grouped(whole((time / SECOND) + 0.5))), fixed(MOST_OF_AN_ANSWER / SECOND, 0), grouped(fit));
};

answer = function flx_answer (of, races, offer) {
    return _pyfunc_op_mult((_pyfunc_op_mult(_pyfunc_op_mult(of["steps"], races), step(of, END))), offer[1]);
};

export {ROWS, END, NOISE, SAMPLE, PACKED, SECOND, MOST, MOST_BYTES, MOST_OF_AN_ANSWER, MOST_BYTES_OF_AN_ANSWER, step, race, seconds, megabytes, longest, excess, share, too_dear, ladder, small_enough, affordable, too_long, answer}
