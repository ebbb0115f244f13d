// Made of app/asked.py by app/translated.py, and not to be edited.

import {axes, racing} from "./in_force.js"
import {number, whole} from "../local/written.js"
import {_pyfunc_op_contains, _pyfunc_op_equals, _pyfunc_op_mult, _pyfunc_truthy, _pymeth_repeat} from "./standard.js"
var EVERY, NOBODY, PATIENCE, STOPPED, _of, basins, best, everybody, gives_way, heat, is_told, races, tuning;
STOPPED = ({tune: "The settings have changed: tuning was stopped.", best: "The settings have changed: the sweep was stopped."});
NOBODY = ({tune: "There is nobody to tune: no racer is switched on.", best: "There is no rate of its own to find: the racer is not switched on, or one is for all."});
EVERY = 0.2;
PATIENCE = 0.3;
everybody = function flx_everybody (settings, kind) {
    return _of(kind, racing(settings), [], true);
};

basins = function flx_basins (settings) {
    return _of("basins", racing(settings), [], false);
};

heat = function flx_heat (settings) {
    var able, racer;
    racer = settings.texts["heat"];
    able = (_pyfunc_op_contains(racer, settings.absent))? ([]) : ([racer]);
    return _of("heat", able, axes(settings), true);
};

tuning = function flx_tuning (settings) {
    var options, stub1_, stub1_i0, stub1_iter0, stub1_key;
    stub1_ = [];stub1_iter0 = ["trials", "draw"];if ((typeof stub1_iter0 === "object") && (!Array.isArray(stub1_iter0))) {stub1_iter0 = Object.keys(stub1_iter0);}for (stub1_i0=0; stub1_i0<stub1_iter0.length; stub1_i0++) {stub1_key = stub1_iter0[stub1_i0];{stub1_.push(whole(number(settings.texts[stub1_key])));}}
    options = stub1_;
    return _of("tune", racing(settings), options, true);
};

best = function flx_best (settings, racer) {
    var alone;
    alone = ((_pyfunc_op_contains(racer, racing(settings)))) && ((!_pyfunc_op_equals(settings.texts["shared"], "1")));
    return _of("best", (_pyfunc_truthy(alone))? ([racer]) : ([]), [racer], true);
};

_of = function flx__of (kind, racers, options, replicated) {
    if ((!_pyfunc_truthy(racers))) {
        return null;
    }
    return ({kind: kind, racers: racers, options: options, replicated: replicated});
};

races = function flx_races (asked, replicates, minima) {
    var once;
    once = (_pyfunc_truthy(asked["replicated"]))? (replicates) : (1);
    return ((minima > 0))? (once) : (_pyfunc_op_mult(2, once));
};

gives_way = function flx_gives_way (answered, seconds) {
    return _pyfunc_truthy(answered) || (seconds > PATIENCE);
};

is_told = function flx_is_told (share, seconds) {
    return (share < 1) && (seconds > EVERY);
};

export {STOPPED, NOBODY, EVERY, PATIENCE, everybody, basins, heat, tuning, best, races, gives_way, is_told}
