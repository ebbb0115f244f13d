// Made of surfaces/grammar.py by app/translated.py, and not to be edited.

import {FUNCTIONS, Term, applied, combined, constant, numeral, variable} from "./terms.js"
import {FormulaError} from "../local/unreadable.js"
import {characters, number, pieces, quoted} from "../local/written.js"
import {_pyfunc_create_dict, _pyfunc_format, _pyfunc_op_add, _pyfunc_op_contains, _pyfunc_op_equals, _pyfunc_truthy, _pymeth_append, _pymeth_format, _pymeth_get, _pymeth_join, _pymeth_lower} from "./standard.js"
var BINDS, KINDS, LARGEST, MAX_DEPTH, MAX_LENGTH, NEGATION, PATTERNS, Parser, SAME, SUPERSCRIPTS, Token, parse, refuse, tokens;
MAX_LENGTH = 200;
MAX_DEPTH = 24;
LARGEST = 1.7976931348623157e+308;
BINDS = _pyfunc_create_dict("+", 1, "-", 1, "*", 2, "/", 2, "^", 4);
NEGATION = 3;
KINDS = ["number", "name", "sign"];
PATTERNS = ["(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?", "[A-Za-z]+|\u03c0", "\\*\\*|[^ \\t\\n\\r\\f\\v]"];
SAME = _pyfunc_create_dict("**", "^", "\u2212", "-", "\u2013", "-", "\u00d7", "*", "\u00b7", "*", "\u22c5", "*", "\u00f7", "/", "\u2215", "/");
SUPERSCRIPTS = ["\u00b2", "\u00b3"];
Token = function () {
    this.__init__(...arguments);
}
Token.prototype._base_class = Object;
Token.prototype.__name__ = "Token";

Token.prototype.__init__ = function (kind, text, start, end) {
    this.kind = kind;
    this.text = text;
    this.start = start;
    this.end = end;
    return null;
};


parse = function flx_parse (text, fold) {
    var parser, whole;
    if (((characters(text).length) > MAX_LENGTH)) {
        refuse(_pymeth_format.call("no more than {} characters are read: stopped", MAX_LENGTH), MAX_LENGTH);
    }
    parser = new Parser(text, fold);
    whole = parser.expression(0);
    if ((!_pyfunc_op_equals(parser.token.kind, "end"))) {
        parser.unexpected();
    }
    return whole;
};

refuse = function flx_refuse (what, index) {
    var error;
    error = new FormulaError(_pymeth_format.call("{} at character {}", what, (index + 1)), index);
    throw error;
    return null;
};

tokens = function flx_tokens (text) {
    var end, found, kind, length, place, start, stub1_, stub2_seq, stub3_itr, stub4_tgt, word;
    found = [];
    stub2_seq = pieces(PATTERNS, text);
    if ((typeof stub2_seq === "object") && (!Array.isArray(stub2_seq))) { stub2_seq = Object.keys(stub2_seq);}
    for (stub3_itr = 0; stub3_itr < stub2_seq.length; stub3_itr += 1) {
        stub4_tgt = stub2_seq[stub3_itr];
        place = stub4_tgt[0]; start = stub4_tgt[1]; word = stub4_tgt[2];
        stub1_ = [KINDS[place], _pyfunc_op_add(start, (characters(word).length))];
        kind = stub1_[0];end = stub1_[1];
        if (_pyfunc_op_contains(word, SUPERSCRIPTS)) {
            _pymeth_append.call(found, (new Token("sign", "^", start, end)));
            _pymeth_append.call(found, (new Token("number", (_pyfunc_op_equals(word, "\u00b2"))? ("2") : ("3"), start, end)));
        } else if (_pyfunc_op_equals(kind, "name")) {
            _pymeth_append.call(found, (new Token(kind, (_pyfunc_op_equals(word, "\u03c0"))? ("pi") : (_pymeth_lower.call(word)), start, end)));
        } else {
            _pymeth_append.call(found, (new Token(kind, _pymeth_get.call(SAME, word, word), start, end)));
        }
    }
    length = characters(text).length;
    _pymeth_append.call(found, (new Token("end", "", length, length)));
    return found;
};

Parser = function () {
    this.__init__(...arguments);
}
Parser.prototype._base_class = Object;
Parser.prototype.__name__ = "Parser";

Parser.prototype.__init__ = function (text, fold) {
    this.text = characters(text);
    this.fold = fold;
    this.tokens = tokens(text);
    this.taken = 0;
    this.token = this.tokens[0];
    this.depth = 0;
    this.end = 0;
    this.joins = false;
    return null;
};

Parser.prototype.take = function () {
    var token;
    token = this.token;
    this.end = token.end;
    this.taken += 1;
    this.token = this.tokens[this.taken];
    return token;
};

Parser.prototype.expression = function (loosest) {
    var left, right, sign, token;
    this.depth += 1;
    if ((this.depth > MAX_DEPTH)) {
        refuse("nested too deeply", this.token.start);
    }
    left = this.operand();
    while (true) {
        token = this.token;
        if ((_pyfunc_op_equals(token.kind, "number") || _pyfunc_op_equals(token.kind, "name") || _pyfunc_op_equals(token.text, "("))) {
            if ((loosest >= BINDS["*"])) {
                break;
            }
            if ((_pyfunc_op_equals(token.kind, "number") || ((!_pyfunc_truthy(this.joins))) || (!_pyfunc_op_equals(token.start, this.end)))) {
                refuse(_pymeth_format.call("missing operator before {}", this.seen(token)), token.start);
            }
            left = combined("*", left, this.expression(BINDS["*"]), this.fold);
        } else if ((_pyfunc_op_equals(token.kind, "sign") && ((_pymeth_get.call(BINDS, token.text, 0) > loosest)))) {
            sign = this.take().text;
            right = this.expression(BINDS[sign] - ((_pyfunc_op_equals(sign, "^"))? (1) : (0)));
            left = combined(sign, left, right, this.fold);
            this.joins = _pyfunc_truthy(this.joins) && ((!_pyfunc_op_contains(sign, "/^")));
        } else {
            break;
        }
    }
    this.depth -= 1;
    return left;
};

Parser.prototype.operand = function () {
    var inner, token;
    token = this.token;
    if (_pyfunc_op_equals(token.kind, "number")) {
        return this.number();
    }
    if (_pyfunc_op_equals(token.kind, "name")) {
        return this.name();
    }
    if (_pyfunc_op_equals(token.text, "(")) {
        return this.group();
    }
    if ((((!_pyfunc_op_equals(token.text, "+"))) && ((!_pyfunc_op_equals(token.text, "-"))))) {
        this.unexpected();
    }
    this.take();
    inner = this.expression(NEGATION);
    return (_pyfunc_op_equals(token.text, "+"))? (inner) : (applied("neg", inner, this.fold));
};

Parser.prototype.number = function () {
    var token, value;
    token = this.take();
    value = number(token.text);
    if ((value > LARGEST)) {
        refuse("number too large", token.start);
    }
    this.joins = true;
    return numeral(token.text, value);
};

Parser.prototype.name = function () {
    var token;
    token = this.take();
    this.joins = false;
    if ((_pyfunc_op_equals(token.text, "x") || _pyfunc_op_equals(token.text, "y"))) {
        return variable(token.text);
    }
    if ((_pyfunc_op_equals(token.text, "pi") || _pyfunc_op_equals(token.text, "e"))) {
        return constant(token.text);
    }
    if ((!_pyfunc_op_contains(token.text, FUNCTIONS))) {
        refuse(_pymeth_format.call("unknown name {}", this.seen(token)), token.start);
    }
    if ((!_pyfunc_op_equals(this.token.text, "("))) {
        refuse(_pymeth_format.call("missing '(' after {}", quoted(token.text)), this.token.start);
    }
    return applied(token.text, this.group(), this.fold);
};

Parser.prototype.group = function () {
    var inner;
    this.take();
    inner = this.expression(0);
    if ((!_pyfunc_op_equals(this.token.text, ")"))) {
        this.unexpected();
    }
    this.take();
    this.joins = true;
    return inner;
};

Parser.prototype.unexpected = function () {
    var token;
    token = this.token;
    refuse((_pyfunc_op_equals(token.kind, "end"))? ("unexpected end") : (_pymeth_format.call("unexpected {}", this.seen(token))), token.start);
    return null;
};

Parser.prototype.seen = function (token) {
    return quoted(_pymeth_join.call("", this.text.slice(token.start,token.end)));
};


export {MAX_LENGTH, MAX_DEPTH, LARGEST, BINDS, NEGATION, KINDS, PATTERNS, SAME, SUPERSCRIPTS, Token, parse, refuse, tokens, Parser}
