// Made of app/in_force.py by app/translated.py, and not to be edited.

import {number} from "../local/written.js"
import {_pyfunc_format, _pyfunc_op_contains, _pyfunc_op_equals, _pyfunc_truthy, _pymeth_format, _pymeth_split} from "./standard.js"
var _is_real, _or, axes, raced_by, racing, start;
racing = function flx_racing (settings) {
    var absent, chosen, stub1_;
    stub1_ = [_pymeth_split.call(settings.texts["racers"], ","), settings.absent];
    chosen = stub1_[0];absent = stub1_[1];
    return (function list_comprehension (iter0) {var res = [];var key, i0;if ((typeof iter0 === "object") && (!Array.isArray(iter0))) {iter0 = Object.keys(iter0);}for (i0=0; i0<iter0.length; i0++) {key = iter0[i0];if (!((_pyfunc_truthy(key) && ((!_pyfunc_op_contains(key, absent)))))) {continue;}{res.push(key);}}return res;}).call(this, chosen);
};

start = function flx_start (settings) {
    var stub2_, x, y;
    stub2_ = settings.usual_start;
    x = stub2_[0];y = stub2_[1];
    return [_or(settings.texts["x"], x), _or(settings.texts["y"], y)];
};

_or = function flx__or (written, usual) {
    return (_pyfunc_truthy(written))? (number(written)) : (usual);
};

raced_by = function flx_raced_by (settings, racer, name) {
    return ((_pyfunc_op_equals(name, "lr") && _pyfunc_op_equals(settings.texts["shared"], "1")))? ("lr") : (_pymeth_format.call("{}.{}", racer, name));
};

axes = function flx_axes (settings) {
    var across, has, others, racer, stub3_, stub4_, stub4_i0, stub4_iter0, stub4_name, stub5_, stub5_i0, stub5_iter0, stub5_name, up;
    stub3_ = [settings.texts["heat"], settings.texts["across"], settings.texts["up"]];
    racer = stub3_[0];across = stub3_[1];up = stub3_[2];
    stub4_ = [];stub4_iter0 = settings.hyper(racer);if ((typeof stub4_iter0 === "object") && (!Array.isArray(stub4_iter0))) {stub4_iter0 = Object.keys(stub4_iter0);}for (stub4_i0=0; stub4_i0<stub4_iter0.length; stub4_i0++) {stub4_name = stub4_iter0[stub4_i0];if (!((_is_real(settings.declarations[_pymeth_format.call("{}.{}", racer, stub4_name)])))) {continue;}{stub4_.push(stub4_name);}}
    has = stub4_;
    if ((!_pyfunc_op_contains(across, has))) {
        across = has[0];
    }
    stub5_ = [];stub5_iter0 = has;if ((typeof stub5_iter0 === "object") && (!Array.isArray(stub5_iter0))) {stub5_iter0 = Object.keys(stub5_iter0);}for (stub5_i0=0; stub5_i0<stub5_iter0.length; stub5_i0++) {stub5_name = stub5_iter0[stub5_i0];if (!((!_pyfunc_op_equals(stub5_name, across)))) {continue;}{stub5_.push(stub5_name);}}
    others = stub5_;
    return [across, (_pyfunc_op_contains(up, others))? (up) : (others[0])];
};

_is_real = function flx__is_real (declaration) {
    return _pyfunc_op_equals(declaration["kind"], "number") && ((!_pyfunc_truthy(declaration["whole"])));
};

export {racing, start, raced_by, axes}
