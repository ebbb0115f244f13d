// Made of app/sent.py by app/translated.py, and not to be edited.

import {_pyfunc_op_add, _pyfunc_op_mult, _pymeth_repeat} from "./standard.js"
var CLOUD_BYTES, CLOUD_MOMENTS, ROWS, largest, stride;
ROWS = ({measured: ["loss", "slope", "right", "up"], counted: ["nearest", "asked"]});
CLOUD_MOMENTS = 200;
CLOUD_BYTES = 300000;
stride = function flx_stride (of) {
    var moment;
    moment = _pyfunc_op_mult((_pyfunc_op_mult(8, (of["asks"].length))), of["replicates"]);
    return Math.max(1, (-(Math.floor((-of["steps"])/(Math.min(CLOUD_MOMENTS, Math.floor(CLOUD_BYTES/moment)))))));
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

export {ROWS, CLOUD_MOMENTS, CLOUD_BYTES, stride, largest}
