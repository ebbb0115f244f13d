// Made of app/address.py by app/translated.py, and not to be edited.

import {apply} from "./changes.js"
import {matches, number, shown, whole} from "../local/written.js"
import {_pyfunc_format, _pyfunc_op_add, _pyfunc_op_contains, _pyfunc_op_equals, _pyfunc_truthy, _pymeth_append, _pymeth_format} from "./standard.js"
var VERSION, _over, opened, query;
VERSION = "1";
opened = function flx_opened (settings, address, beside_a_lesson, states_of) {
    var alone, at, changes, given, key, lesson, n, notices, states, steps, stub1_, stub2_seq, stub3_itr, stub4_tgt;
    notices = [];
    changes = [];
    stub1_ = ["", "1", true];
    lesson = stub1_[0];at = stub1_[1];alone = stub1_[2];
    stub2_seq = address;
    if ((typeof stub2_seq === "object") && (!Array.isArray(stub2_seq))) { stub2_seq = Object.keys(stub2_seq);}
    for (stub3_itr = 0; stub3_itr < stub2_seq.length; stub3_itr += 1) {
        stub4_tgt = stub2_seq[stub3_itr];
        key = stub4_tgt[0]; given = stub4_tgt[1];
        if ((given.length > 1)) {
            _pymeth_append.call(notices, (({text: _pymeth_format.call("{} is given {} times; it was ignored.", shown(key), given.length)})));
        } else if (_pyfunc_op_equals(key, "v")) {
            if ((!_pyfunc_op_equals(given[0], VERSION))) {
                _pymeth_append.call(notices, (({text: _pymeth_format.call("This link is of version {}, not {}.", shown(given[0]), VERSION)})));
            }
        } else {
            _pymeth_append.call(changes, ([key, given[0]]));
            alone = _pyfunc_truthy(alone) && _pyfunc_op_contains(key, beside_a_lesson);
            if (_pyfunc_op_equals(key, "lesson")) {
                lesson = given[0];
            } else if (_pyfunc_op_equals(key, "at")) {
                at = given[0];
            }
        }
    }
    states = (_pyfunc_truthy(alone))? (states_of(lesson)) : ([]);
    if (_pyfunc_truthy(states)) {
        n = (_pyfunc_truthy(matches("[0-9]+", at)))? (number(at)) : (0.0);
        if (((n < 1) || (n > states.length))) {
            steps = _pymeth_format.call("This lesson has {} steps: there is no step {}", states.length, shown(at));
            _pymeth_append.call(notices, (({text: _pymeth_format.call("{}. It begins at the first.", steps)})));
            n = 1.0;
            _pymeth_append.call(changes, ["at", "1"]);
        }
        changes = _over(states[whole(n) - 1], changes);
    }
    return _pyfunc_op_add(notices, apply(settings, changes));
};

query = function flx_query (texts, declarations) {
    var changed, found, key, stub5_, stub5_i0, stub5_iter0, stub5_key, stub6_seq, stub7_itr;
    stub5_ = [];stub5_iter0 = texts;if ((typeof stub5_iter0 === "object") && (!Array.isArray(stub5_iter0))) {stub5_iter0 = Object.keys(stub5_iter0);}for (stub5_i0=0; stub5_i0<stub5_iter0.length; stub5_i0++) {stub5_key = stub5_iter0[stub5_i0];if (!((!_pyfunc_op_equals(texts[stub5_key], (declarations[stub5_key]["default"]))))) {continue;}{stub5_.push(stub5_key);}}
    changed = stub5_;
    found = ({});
    if (_pyfunc_truthy(changed)) {
        found["v"] = VERSION;
    }
    stub6_seq = changed;
    if ((typeof stub6_seq === "object") && (!Array.isArray(stub6_seq))) { stub6_seq = Object.keys(stub6_seq);}
    for (stub7_itr = 0; stub7_itr < stub6_seq.length; stub7_itr += 1) {
        key = stub6_seq[stub7_itr];
        found[key] = texts[key];
    }
    return found;
};

_over = function flx__over (state, changes) {
    var both, entry, key, stub10_seq, stub11_itr, stub12_tgt, stub8_seq, stub9_itr;
    both = ({});
    stub8_seq = state;
    if ((typeof stub8_seq === "object") && (!Array.isArray(stub8_seq))) { stub8_seq = Object.keys(stub8_seq);}
    for (stub9_itr = 0; stub9_itr < stub8_seq.length; stub9_itr += 1) {
        key = stub8_seq[stub9_itr];
        both[key] = state[key];
    }
    stub10_seq = changes;
    if ((typeof stub10_seq === "object") && (!Array.isArray(stub10_seq))) { stub10_seq = Object.keys(stub10_seq);}
    for (stub11_itr = 0; stub11_itr < stub10_seq.length; stub11_itr += 1) {
        stub12_tgt = stub10_seq[stub11_itr];
        key = stub12_tgt[0]; entry = stub12_tgt[1];
        both[key] = entry;
    }
    return (function list_comprehension (iter0) {var res = [];var key, i0;if ((typeof iter0 === "object") && (!Array.isArray(iter0))) {iter0 = Object.keys(iter0);}for (i0=0; i0<iter0.length; i0++) {key = iter0[i0];{res.push([key, both[key]]);}}return res;}).call(this, both);
};

export {VERSION, opened, query}
