// Made of surfaces/terms.py by app/translated.py, and not to be edited.

import {text} from "../local/written.js"
import {_pyfunc_any, _pyfunc_format, _pyfunc_op_add, _pyfunc_op_contains, _pyfunc_op_equals, _pyfunc_op_mult, _pyfunc_range, _pyfunc_truthy, _pymeth_append, _pymeth_endswith, _pymeth_format, _pymeth_index, _pymeth_lower, _pymeth_lstrip, _pymeth_partition, _pymeth_repeat, _pymeth_startswith} from "./standard.js"
var ATOM, BAR, DISPLAYED, DOT, FENCE, FUNCTIONS, MINUS, NEGATIVE, OPERATIONS, PLUS, POWER, PRICE, PRICE_EACH, PRODUCT, SUM, Term, _fenced, _is_constant, _is_told_apart, _parenthesised, _within, applied, combined, constant, displayed, in_torch, instructions, numeral, price, stub1_, variable;
FUNCTIONS = ["sin", "cos", "tan", "exp", "log", "sqrt", "abs", "tanh"];
OPERATIONS = _pyfunc_op_add(["constant", "x", "y", "+", "-", "*", "/", "^", "power", "neg"], FUNCTIONS);
PRICE = 10.0;
PRICE_EACH = 21.0;
stub1_ = _pyfunc_range(0, 5, 1);
SUM = stub1_[0];NEGATIVE = stub1_[1];PRODUCT = stub1_[2];POWER = stub1_[3];ATOM = stub1_[4];
PLUS = "<mo>&#x0002B;</mo>";
MINUS = "<mo>&#x02212;</mo>";
DOT = "<mo>&#x000B7;</mo>";
BAR = "&#x0007C;";
FENCE = "<mo stretchy=\"true\" fence=\"true\" form=";
DISPLAYED = "<math xmlns=\"http://www.w3.org/1998/Math/MathML\" display=\"block\"><mrow><mi>f</mi><mo stretchy=\"false\">&#x00028;</mo><mi>x</mi><mo>&#x0002C;</mo><mi>y</mi><mo stretchy=\"false\">&#x00029;</mo><mo>&#x0003D;</mo>";
Term = function () {
    this.__init__(...arguments);
}
Term.prototype._base_class = Object;
Term.prototype.__name__ = "Term";

Term.prototype.__init__ = function (program, latex, mathml, rank) {
    this.program = program;
    this.latex = latex;
    this.mathml = mathml;
    this.rank = rank;
    return null;
};


numeral = function flx_numeral (digits, value) {
    var _, below, exponent, latex, mantissa, mathml, power, program, raised, shown, stub2_, stub3_;
    stub2_ = _pymeth_partition.call(_pymeth_lower.call(digits), "e");
    mantissa = stub2_[0];_ = stub2_[1];exponent = stub2_[2];
    shown = (_pyfunc_truthy(_pymeth_endswith.call(mantissa, ".")))? (mantissa.slice(0,-1)) : (mantissa);
    shown = (_pymeth_startswith.call(shown, "."))? (_pymeth_format.call("0{}", shown)) : (shown);
    stub3_ = [[["constant", value]], _pymeth_format.call("<mn>{}</mn>", shown)];
    program = stub3_[0];mathml = stub3_[1];
    if (_pyfunc_op_equals(exponent, "")) {
        return new Term(program, shown, mathml, ATOM);
    }
    power = _pymeth_lstrip.call(exponent, "+-0");
    below = _pymeth_startswith.call(exponent, "-") && ((!_pyfunc_op_equals(power, "")));
    power = (_pyfunc_op_equals(power, ""))? ("0") : (power);
    latex = (((shown + " \\cdot 10^{") + ((_pyfunc_truthy(below))? ("-") : (""))) + power) + "}";
    raised = _pymeth_format.call("<msup><mn>10</mn><mrow>{}<mn>{}</mn></mrow></msup>", ((_pyfunc_truthy(below))? (MINUS) : ("")), power);
    return new Term(program, latex, _pymeth_format.call("{}{}{}", mathml, DOT, raised), PRODUCT);
};

variable = function flx_variable (name) {
    return new Term([[name, 0.0]], name, _pymeth_format.call("<mi>{}</mi>", name), ATOM);
};

constant = function flx_constant (name) {
    if (_pyfunc_op_equals(name, "pi")) {
        return new Term([["constant", 3.141592653589793]], "\\pi", "<mi>&#x003C0;</mi>", ATOM);
    }
    return new Term([["constant", 2.718281828459045]], name, _pymeth_format.call("<mi>{}</mi>", name), ATOM);
};

applied = function flx_applied (name, u, fold) {
    var inner, program;
    program = _pyfunc_op_add(u.program, ([[name, 0.0]]));
    if (_pyfunc_truthy(_is_constant(u))) {
        program = [["constant", fold(program)]];
    }
    if (_pyfunc_op_equals(name, "neg")) {
        inner = _within(u, PRODUCT);
        return new Term(program, _pymeth_format.call("-{}", inner.latex), _pyfunc_op_add(MINUS, inner.mathml), NEGATIVE);
    }
    if (_pyfunc_op_equals(name, "sqrt")) {
        return new Term(program, ("\\sqrt{" + u.latex) + "}", _pymeth_format.call("<msqrt><mrow>{}</mrow></msqrt>", u.mathml), ATOM);
    }
    if (_pyfunc_op_equals(name, "abs")) {
        return new Term(program, _pymeth_format.call("\\left\\lvert {} \\right\\rvert", u.latex), _fenced(BAR, u, BAR), ATOM);
    }
    inner = _parenthesised(u);
    return new Term(program, _pymeth_format.call("\\{}{}", name, inner.latex), _pymeth_format.call("<mi>{}</mi>{}", name, inner.mathml), POWER);
};

combined = function flx_combined (sign, u, v, fold) {
    var base, between, left, mathml, program, rank, right;
    program = _pyfunc_op_add(_pyfunc_op_add(u.program, v.program), ([[sign, 0.0]]));
    if (_pyfunc_truthy((_pyfunc_truthy(_is_constant(u))) && (_pyfunc_truthy(_is_constant(v))))) {
        program = [["constant", fold(program)]];
    } else if (((_pyfunc_truthy(_is_constant(v))) && _pyfunc_op_equals(sign, "^"))) {
        program = _pyfunc_op_add(u.program, ([["power", v.program[0][1]]]));
    }
    if (_pyfunc_op_equals(sign, "/")) {
        mathml = _pymeth_format.call("<mfrac><mrow>{}</mrow><mrow>{}</mrow></mfrac>", u.mathml, v.mathml);
        return new Term(program, ((("\\frac{" + u.latex) + "}{") + v.latex) + "}", mathml, PRODUCT);
    }
    if (_pyfunc_op_equals(sign, "^")) {
        base = _within(u, ATOM);
        mathml = _pymeth_format.call("<msup>{}<mrow>{}</mrow></msup>", base.mathml, v.mathml);
        return new Term(program, ((base.latex + "^{") + v.latex) + "}", mathml, POWER);
    }
    right = _within(v, PRODUCT);
    if (_pyfunc_op_equals(sign, "*")) {
        rank = Math.min(Math.max(u.rank, NEGATIVE), PRODUCT);
        left = _within(u, rank);
        if (_pyfunc_truthy(_is_told_apart(right.latex))) {
            return new Term(program, _pymeth_format.call("{} {}", left.latex, right.latex), _pyfunc_op_add(left.mathml, right.mathml), rank);
        }
        return new Term(program, _pymeth_format.call("{} \\cdot {}", left.latex, right.latex), _pyfunc_op_add(_pyfunc_op_add(left.mathml, DOT), right.mathml), rank);
    }
    between = (_pyfunc_op_equals(sign, "+"))? (PLUS) : (MINUS);
    return new Term(program, _pymeth_format.call("{} {} {}", u.latex, sign, right.latex), _pyfunc_op_add(_pyfunc_op_add(u.mathml, between), right.mathml), SUM);
};

instructions = function flx_instructions (program) {
    var name, numbers, stub4_seq, stub5_itr, stub6_tgt, value;
    numbers = [];
    stub4_seq = program;
    if ((typeof stub4_seq === "object") && (!Array.isArray(stub4_seq))) { stub4_seq = Object.keys(stub4_seq);}
    for (stub5_itr = 0; stub5_itr < stub4_seq.length; stub5_itr += 1) {
        stub6_tgt = stub4_seq[stub5_itr];
        name = stub6_tgt[0]; value = stub6_tgt[1];
        _pymeth_append.call(numbers, _pymeth_index.call(OPERATIONS, name));
        _pymeth_append.call(numbers, value);
    }
    return numbers;
};

price = function flx_price (term) {
    return _pyfunc_op_add(PRICE, _pyfunc_op_mult(PRICE_EACH, term.program.length));
};

displayed = function flx_displayed (term) {
    return _pymeth_format.call("{}{}</mrow></math>", DISPLAYED, term.mathml);
};

in_torch = function flx_in_torch (term) {
    var known, last, name, right, stack, stub7_seq, stub8_itr, stub9_tgt, value, whole;
    stack = [];
    stub7_seq = term.program;
    if ((typeof stub7_seq === "object") && (!Array.isArray(stub7_seq))) { stub7_seq = Object.keys(stub7_seq);}
    for (stub8_itr = 0; stub8_itr < stub7_seq.length; stub8_itr += 1) {
        stub9_tgt = stub7_seq[stub8_itr];
        name = stub9_tgt[0]; value = stub9_tgt[1];
        if (_pyfunc_op_equals(name, "constant")) {
            _pymeth_append.call(stack, (((value >= 0))? (text(value)) : (_pymeth_format.call("({})", text(value)))));
        } else if ((_pyfunc_op_equals(name, "x") || _pyfunc_op_equals(name, "y"))) {
            _pymeth_append.call(stack, name);
        } else if (_pyfunc_op_equals(name, "power")) {
            _pymeth_append.call(stack, (_pymeth_format.call("({} ** {})", stack.pop(), text(value))));
        } else if (_pyfunc_op_equals(name, "neg")) {
            _pymeth_append.call(stack, (_pymeth_format.call("(-{})", stack.pop())));
        } else if (_pyfunc_op_contains(name, FUNCTIONS)) {
            _pymeth_append.call(stack, (_pymeth_format.call("torch.{}({})", name, stack.pop())));
        } else {
            right = stack.pop();
            _pymeth_append.call(stack, (_pymeth_format.call("({} {} {})", stack.pop(), ((_pyfunc_op_equals(name, "^"))? ("**") : (name)), right)));
        }
    }
    last = term.program[term.program.length -1][0];
    whole = stack.pop();
    whole = ((_pyfunc_op_contains(last, "+-*/^") || _pyfunc_op_equals(last, "power") || _pyfunc_op_equals(last, "neg")))? (whole.slice(1,-1)) : (whole);
    known = _pyfunc_any(((function list_comprehension (iter0) {var res = [];var name, _, i0;if ((typeof iter0 === "object") && (!Array.isArray(iter0))) {iter0 = Object.keys(iter0);}for (i0=0; i0<iter0.length; i0++) {name = iter0[i0][0]; _ = iter0[i0][1];{res.push(_pyfunc_op_equals(name, "x") || _pyfunc_op_equals(name, "y"));}}return res;}).call(this, term.program)));
    return (_pyfunc_truthy(known))? (_pymeth_format.call("return {}", whole)) : (_pymeth_format.call("return {} + 0 * x", whole));
};

_is_constant = function flx__is_constant (term) {
    return (term.program.length == 1) && ((_pyfunc_op_equals((term.program[0][0]), "constant")));
};

_within = function flx__within (term, rank) {
    return ((term.rank >= rank))? (term) : (_parenthesised(term));
};

_parenthesised = function flx__parenthesised (term) {
    return new Term(term.program, _pymeth_format.call("\\left({}\\right)", term.latex), _fenced("&#x00028;", term, "&#x00029;"), ATOM);
};

_fenced = function flx__fenced (left, term, right) {
    return _pymeth_format.call("<mrow>{}\"prefix\">{}</mo>{}{}\"postfix\">{}</mo></mrow>", FENCE, left, term.mathml, FENCE, right);
};

_is_told_apart = function flx__is_told_apart (latex) {
    return !_pyfunc_truthy(_pyfunc_op_contains(latex[0], "0123456789") || _pymeth_startswith.call(latex, "\\left(") || _pymeth_startswith.call(latex, "\\frac"));
};

export {FUNCTIONS, OPERATIONS, PRICE, PRICE_EACH, SUM, NEGATIVE, PRODUCT, POWER, ATOM, PLUS, MINUS, DOT, BAR, FENCE, DISPLAYED, Term, numeral, variable, constant, applied, combined, instructions, price, displayed, in_torch}
