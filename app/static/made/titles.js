// Made of app/titles.py by app/translated.py, and not to be edited.

import {power_of_ten} from "./numerals.js"
import {general, matches, number, whole} from "../local/written.js"
import {_pyfunc_format, _pyfunc_op_add, _pyfunc_op_equals, _pyfunc_truthy, _pymeth_format, _pymeth_islower, _pymeth_isupper, _pymeth_join, _pymeth_lower} from "./standard.js"
var NAMED, at, begun, going_on, titled, told;
NAMED = 4;
titled = function flx_titled (surface, racers) {
    var names;
    names = ((racers.length <= NAMED))? (_pymeth_join.call(", ", racers)) : (_pymeth_format.call("{} racers", racers.length));
    return _pymeth_format.call("{}: {} \u00b7 Optimizer Race", surface, (_pyfunc_truthy(names) || "nobody"));
};

at = function flx_at (place) {
    return _pymeth_format.call("({}, {})", general(place[0], 6), general(place[1], 6));
};

begun = function flx_begun (surface, start) {
    return _pymeth_format.call("{} from {}", surface, at(start));
};

going_on = function flx_going_on (label) {
    if (_pyfunc_truthy(((_pymeth_isupper.call(label.slice(0,1)))) && ((_pymeth_islower.call(label.slice(1,2)))))) {
        return _pyfunc_op_add((_pymeth_lower.call(label.slice(0,1))), label.slice(1));
    }
    return label;
};

told = function flx_told (declaration, text) {
    var kind, label, off, stub1_;
    stub1_ = [declaration["label"], declaration["kind"]];
    label = stub1_[0];kind = stub1_[1];
    if (_pyfunc_op_equals(kind, "switch")) {
        off = (_pyfunc_op_equals(declaration["default"], "1"))? (_pymeth_format.call("no {}", label)) : ("");
        return (_pyfunc_op_equals(text, "1"))? (label) : (off);
    }
    if (_pyfunc_op_equals(kind, "choice")) {
        return _pymeth_format.call("{}: {}", label, text);
    }
    return (_pyfunc_truthy(matches("1e[+-]?[0-9]+", text)))? (_pymeth_format.call("{} {}", label, (power_of_ten(whole(number(text.slice(2))))))) : (_pymeth_format.call("{} {}", label, text));
};

export {NAMED, titled, at, begun, going_on, told}
