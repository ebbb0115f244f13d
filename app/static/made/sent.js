// Made of app/sent.py by app/translated.py, and not to be edited.

import {_pyfunc_op_add, _pyfunc_op_equals, _pyfunc_op_mult, _pyfunc_range, _pymeth_repeat} from "./standard.js"
var CLOUD_BYTES, CLOUD_MOMENTS, ROWS, clouded, largest, stride;
ROWS = ({measured: ["loss", "slope", "right", "up"], counted: ["nearest", "asked"]});
CLOUD_MOMENTS = 200;
CLOUD_BYTES = 300000;
stride = function flx_stride (of) {
    var moment;
    moment = _pyfunc_op_mult((_pyfunc_op_mult(8, (of["asks"].length))), of["replicates"]);
    return Math.max(1, (-(Math.floor((-of["steps"])/(Math.min(CLOUD_MOMENTS, Math.floor(CLOUD_BYTES/moment)))))));
};

clouded = function flx_clouded (of) {
    var apart;
    if (((of["replicates"] < 2) || (_pyfunc_op_equals((of["asks"].length), 0)))) {
        return [];
    }
    apart = stride(of);
    return (function list_comprehension (iter0) {var res = [];var moment, i0;if ((typeof iter0 === "object") && (!Array.isArray(iter0))) {iter0 = Object.keys(iter0);}for (i0=0; i0<iter0.length; i0++) {moment = iter0[i0];{res.push(_pyfunc_op_mult(moment, apart));}}return res;}).call(this, _pyfunc_range(0, (Math.floor(of["steps"]/apart) + 1), 1));
};

largest = function flx_largest (of) {
    var cloud, row;
    row = _pyfunc_op_add((_pyfunc_op_mult(4, (ROWS["measured"].length))), (ROWS["counted"].length));
    cloud = 0;
    if ((of["replicates"] > 1)) {
        row += 8;
        cloud = CLOUD_BYTES;
    }
    return _pyfunc_op_add((_pyfunc_op_mult((of["steps"] + 1), ((_pyfunc_op_mult((of["asks"].length), row)) + 4))), cloud);
};

export {ROWS, CLOUD_MOMENTS, CLOUD_BYTES, stride, clouded, largest}
