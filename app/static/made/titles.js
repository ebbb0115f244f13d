// Made of app/titles.py by app/translated.py, and not to be edited.

import {_pyfunc_format, _pyfunc_op_add, _pyfunc_truthy, _pymeth_format, _pymeth_islower, _pymeth_isupper, _pymeth_join, _pymeth_lower} from "./standard.js"
var NAMED, going_on, titled;
NAMED = 4;
titled = function flx_titled (surface, racers) {
    var names;
    names = ((racers.length <= NAMED))? (_pymeth_join.call(", ", racers)) : (_pymeth_format.call("{} racers", racers.length));
    return _pymeth_format.call("{}: {} \u00b7 Optimizer Race", surface, (_pyfunc_truthy(names) || "nobody"));
};

going_on = function flx_going_on (label) {
    if (_pyfunc_truthy(((_pymeth_isupper.call(label.slice(0,1)))) && ((_pymeth_islower.call(label.slice(1,2)))))) {
        return _pyfunc_op_add((_pymeth_lower.call(label.slice(0,1))), label.slice(1));
    }
    return label;
};

export {NAMED, titled, going_on}
