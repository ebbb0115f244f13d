// Made of optimizers/racing/noisy.py by app/translated.py, and not to be edited.

import {_pyfunc_truthy} from "./standard.js"
var differing, drawn, noisy;
drawn = function flx_drawn (batch, samples) {
    return ((samples > 0))? (batch) : (0);
};

noisy = function flx_noisy (noise, batch) {
    return (noise > 0) || (batch > 0);
};

differing = function flx_differing (replicates, noise, batch) {
    return (_pyfunc_truthy(noisy(noise, batch)))? (replicates) : (1);
};

export {drawn, noisy, differing}
