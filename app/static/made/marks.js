// Made of app/marks.py by app/translated.py, and not to be edited.

import {_pyfunc_op_add} from "./standard.js"
var FEW, LARGE, MINIMUM, RIM, SADDLE, SMALL, marks, stub1_, stub2_;
stub1_ = ["cross", "x"];
MINIMUM = stub1_[0];SADDLE = stub1_[1];
stub2_ = [13, 6, 20, 2];
LARGE = stub2_[0];SMALL = stub2_[1];FEW = stub2_[2];RIM = stub2_[3];
marks = function flx_marks (minima, saddles) {
    var points, size, stub3_, stub3_i0, stub3_i1, stub3_iter0, stub3_iter1, stub3_kind, stub3_point;
    stub3_ = [];stub3_iter0 = [minima, saddles];if ((typeof stub3_iter0 === "object") && (!Array.isArray(stub3_iter0))) {stub3_iter0 = Object.keys(stub3_iter0);}for (stub3_i0=0; stub3_i0<stub3_iter0.length; stub3_i0++) {stub3_kind = stub3_iter0[stub3_i0];stub3_iter1 = stub3_kind;if ((typeof stub3_iter1 === "object") && (!Array.isArray(stub3_iter1))) {stub3_iter1 = Object.keys(stub3_iter1);}for (stub3_i1=0; stub3_i1<stub3_iter1.length; stub3_i1++) {stub3_point = stub3_iter1[stub3_i1];{stub3_.push(stub3_point);}}}
    points = stub3_;
    size = ((points.length <= FEW))? (LARGE) : (SMALL);
    return ({x: (function list_comprehension (iter0) {var res = [];var point, i0;if ((typeof iter0 === "object") && (!Array.isArray(iter0))) {iter0 = Object.keys(iter0);}for (i0=0; i0<iter0.length; i0++) {point = iter0[i0];{res.push(point[0]);}}return res;}).call(this, points), y: (function list_comprehension (iter0) {var res = [];var point, i0;if ((typeof iter0 === "object") && (!Array.isArray(iter0))) {iter0 = Object.keys(iter0);}for (i0=0; i0<iter0.length; i0++) {point = iter0[i0];{res.push(point[1]);}}return res;}).call(this, points), marker: _pyfunc_op_add(((function list_comprehension (iter0) {var res = [];var _, i0;if ((typeof iter0 === "object") && (!Array.isArray(iter0))) {iter0 = Object.keys(iter0);}for (i0=0; i0<iter0.length; i0++) {_ = iter0[i0];{res.push(MINIMUM);}}return res;}).call(this, minima)), ((function list_comprehension (iter0) {var res = [];var _, i0;if ((typeof iter0 === "object") && (!Array.isArray(iter0))) {iter0 = Object.keys(iter0);}for (i0=0; i0<iter0.length; i0++) {_ = iter0[i0];{res.push(SADDLE);}}return res;}).call(this, saddles))), size: (function list_comprehension (iter0) {var res = [];var _, i0;if ((typeof iter0 === "object") && (!Array.isArray(iter0))) {iter0 = Object.keys(iter0);}for (i0=0; i0<iter0.length; i0++) {_ = iter0[i0];{res.push(size);}}return res;}).call(this, points), rim: (function list_comprehension (iter0) {var res = [];var _, i0;if ((typeof iter0 === "object") && (!Array.isArray(iter0))) {iter0 = Object.keys(iter0);}for (i0=0; i0<iter0.length; i0++) {_ = iter0[i0];{res.push(_pyfunc_op_add(size, RIM));}}return res;}).call(this, points)});
};

export {MINIMUM, SADDLE, LARGE, SMALL, FEW, RIM, marks}
