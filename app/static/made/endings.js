// Made of optimizers/racing/endings.py by app/translated.py, and not to be edited.

import {fixed, general, number} from "../local/written.js"
import {_pymeth_replace} from "./standard.js"
var _rounded, filled;
filled = function flx_filled (text, step, place, loss, far) {
    var facts, name, said, stub1_seq;
    facts = ({step: general(step, 9), loss: general(loss, 4), far: general(far, 2)});
    if ((place !== null)) {
        facts["x"] = _rounded(place[0]);
        facts["y"] = _rounded(place[1]);
    }
    stub1_seq = facts;
    for (name in stub1_seq) {
        if (!stub1_seq.hasOwnProperty(name)){ continue; }
        said = stub1_seq[name];
        text = _pymeth_replace.call(text, (("{" + name) + "}"), said);
    }
    return text;
};

_rounded = function flx__rounded (value) {
    return general((number(fixed(number(general(value, 4)), 3))) + 0.0, 6);
};

export {filled}
