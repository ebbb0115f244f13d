// Made of app/changes.py by app/translated.py, and not to be edited.

import {excess, too_dear} from "./cost.js"
import {read, without_strangers} from "./entries.js"
import {start} from "./in_force.js"
import {shown, text} from "../local/written.js"
import {_pyfunc_format, _pyfunc_op_add, _pyfunc_op_contains, _pyfunc_op_equals, _pyfunc_truthy, _pymeth_append, _pymeth_format, _pymeth_reverse} from "./standard.js"
var MAX_CHANGES, _refused, _stays, _taken_back, apply;
MAX_CHANGES = 200;
apply = function flx_apply (settings, changes) {
    var declaration, done, each, entry, first, given, ground, key, label, most, notices, pin, strangers, stub10_tgt, stub1_, stub2_, stub2_each, stub2_i0, stub2_iter0, stub3_, stub4_, stub5_seq, stub6_itr, stub7_, stub8_seq, stub9_itr, surface, was, why, written;
    if ((changes.length > MAX_CHANGES)) {
        most = _pymeth_format.call("{}; at most {} are read", changes.length, MAX_CHANGES);
        return [({text: _pymeth_format.call("Too many settings at once: {}. Nothing was changed.", most)})];
    }
    notices = [];
    done = [];
    stub1_ = [settings.texts["surface"], settings.ground, settings.texts["pin"]];
    surface = stub1_[0];ground = stub1_[1];pin = stub1_[2];
    stub2_ = [];stub2_iter0 = changes;if ((typeof stub2_iter0 === "object") && (!Array.isArray(stub2_iter0))) {stub2_iter0 = Object.keys(stub2_iter0);}for (stub2_i0=0; stub2_i0<stub2_iter0.length; stub2_i0++) {stub2_each = stub2_iter0[stub2_i0];if (!(_pyfunc_op_equals(stub2_each[0], "surface"))) {continue;}{stub2_.push(stub2_each);}}
    first = stub2_;
    stub8_seq = _pyfunc_op_add(first, ((function list_comprehension (iter0) {var res = [];var each, i0;if ((typeof iter0 === "object") && (!Array.isArray(iter0))) {iter0 = Object.keys(iter0);}for (i0=0; i0<iter0.length; i0++) {each = iter0[i0];if (!((!_pyfunc_op_equals(each[0], "surface")))) {continue;}{res.push(each);}}return res;}).call(this, changes)));
    if ((typeof stub8_seq === "object") && (!Array.isArray(stub8_seq))) { stub8_seq = Object.keys(stub8_seq);}
    for (stub9_itr = 0; stub9_itr < stub8_seq.length; stub9_itr += 1) {
        stub10_tgt = stub8_seq[stub9_itr];
        key = stub10_tgt[0]; given = stub10_tgt[1];
        if (_pyfunc_op_equals(key, "pin")) {
            pin = "";
        }
        if ((!_pyfunc_op_contains(key, settings.declarations))) {
            _pymeth_append.call(notices, (({text: _pymeth_format.call("There is no setting {}; it was ignored.", shown(key))})));
            continue;
        }
        stub3_ = [settings.declarations[key], settings.texts[key]];
        declaration = stub3_[0];was = stub3_[1];
        stub4_ = without_strangers(declaration, given);
        entry = stub4_[0];strangers = stub4_[1];
        stub5_seq = strangers;
        if ((typeof stub5_seq === "object") && (!Array.isArray(stub5_seq))) { stub5_seq = Object.keys(stub5_seq);}
        for (stub6_itr = 0; stub6_itr < stub5_seq.length; stub6_itr += 1) {
            each = stub5_seq[stub6_itr];
            label = _pymeth_format.call("{} ({})", declaration["label"], key);
            _pymeth_append.call(notices, (({text: _pymeth_format.call("{}: there is no {}; the others are taken.", label, shown(each))})));
        }
        stub7_ = read(declaration, entry);
        written = stub7_[0];why = stub7_[1];
        if ((!_pyfunc_truthy(why))) {
            why = settings.take(key, written);
        }
        if (_pyfunc_truthy(why)) {
            _pymeth_append.call(notices, _refused(settings, key, entry, why));
        } else {
            _pymeth_append.call(done, [key, entry, was]);
        }
        if ((_pyfunc_op_equals(key, "surface") && ((!_pyfunc_op_equals(settings.texts["surface"], surface))))) {
            settings.take("x", "");
            settings.take("y", "");
        }
    }
    if ((_pyfunc_truthy(pin) && ((!_pyfunc_op_equals(settings.ground, ground))))) {
        settings.take("pin", "");
    }
    notices = _pyfunc_op_add(notices, _taken_back(settings, done));
    if ((_pyfunc_truthy(pin) && ((!_pyfunc_truthy(settings.texts["pin"]))))) {
        _pymeth_append.call(notices, ({text: "The pinned race was on another surface, and is gone with it. Undo brings both back."}));
    }
    return notices;
};

_taken_back = function flx__taken_back (settings, done) {
    var bills, entry, key, much, notices, stub11_seq, stub12_itr, stub13_tgt, was, written;
    notices = [];
    _pymeth_reverse.call(done);
    stub11_seq = done;
    if ((typeof stub11_seq === "object") && (!Array.isArray(stub11_seq))) { stub11_seq = Object.keys(stub11_seq);}
    for (stub12_itr = 0; stub12_itr < stub11_seq.length; stub12_itr += 1) {
        stub13_tgt = stub11_seq[stub12_itr];
        key = stub13_tgt[0]; entry = stub13_tgt[1]; was = stub13_tgt[2];
        bills = settings.bills;
        much = excess(bills);
        if ((much <= 1)) {
            break;
        }
        written = settings.texts[key];
        settings.take(key, was);
        if ((excess(settings.bills) < much)) {
            _pymeth_append.call(notices, (_refused(settings, key, entry, too_dear(bills[0], bills.slice(1)))));
        } else {
            settings.take(key, written);
        }
    }
    return notices;
};

_refused = function flx__refused (settings, key, entry, why) {
    var name, stays, stub14_;
    stub14_ = [settings.declarations[key]["name"], _stays(settings, key)];
    name = stub14_[0];stays = stub14_[1];
    return ({text: _pymeth_format.call("{} ({} = {}): {}. {}", name, key, shown(entry), why, stays), key: key, said: _pymeth_format.call("{}: {}. {}", name, why, stays)});
};

_stays = function flx__stays (settings, key) {
    var now;
    now = settings.texts[key];
    if (_pyfunc_op_equals(key, "x")) {
        now = text(start(settings)[0]);
    } else if (_pyfunc_op_equals(key, "y")) {
        now = text(start(settings)[1]);
    }
    if ((((_pyfunc_op_equals((settings.declarations[key]["kind"]), "several"))) || (!_pyfunc_truthy(now)))) {
        return "It stays as it was.";
    }
    return _pymeth_format.call("It stays at {}.", now);
};

export {MAX_CHANGES, apply}
