// Made of optimizers/racing/noisy.py by app/translated.py, and not to be edited.


var differing, drawn;
drawn = function flx_drawn (batch, samples) {
    return ((samples > 0))? (batch) : (0);
};

differing = function flx_differing (replicates, noise, batch) {
    return (((noise > 0) || (batch > 0)))? (replicates) : (1);
};

export {drawn, differing}
