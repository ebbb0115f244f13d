// @ts-check
// The kernels in the browser: the very code that Numba compiles for the server, as one WebAssembly module.
//
//     const kernels = await Kernels.load(address)        // or bytes, a Response, a WebAssembly.Module (from a worker's message)
//     raced(kernels, {racer: "adam", surface: "beale", …})   // race.js: all rows of a race, and of its replicates
//     measure(kernels, rows, …)                              // measures.js: what is shown of them
//     await descend(kernels, {…}, watch)                     // ends.js: only the ends of many races; basin.js, sweep.js
//     evaluate(kernels, "beale", shape, x, y)                // heights.js: losses and gradients at points
//
// What the kernels take is said by the module itself (`layout`, made by app/browser/layout.py from their signatures), and
// so are the rules, the surfaces and the endings: nothing of it is written here.
//
// One object has one memory and does one thing at a time; whatever is returned to others is a copy. `kernels.module` may
// be posted to workers, each of which makes its own object of it.

/** @typedef {"f8" | "f4" | "i8" | "u1" | "bool"} Kind Of an array's items: floating, whole, and how many bytes. */
/** @typedef {{at: number, shape: number[], size: number, kind: Kind}} Block An array in the module's memory. */
/** @typedef {number | boolean | string | Block | {[name: string]: any}} Argument Of a kernel; a text names another. */

/** Bytes for LLVM's constants and, growing down towards them, its stack; bytes of a page of memory. */
const STACK = 1 << 20, PAGE = 1 << 16

const ITEMS = {f8: Float64Array, f4: Float32Array, i8: BigInt64Array, u1: Uint8Array, bool: Uint8Array}

/** @type {{[text: string]: number}} Numbers that JSON has not. */
const NUMBERS = {inf: Infinity, "-inf": -Infinity, nan: NaN}

export class Kernels {
  /**
   * @param {BufferSource | WebAssembly.Module | Response | URL | string} source
   * @returns {Promise<Kernels>}
   */
  static async load(source) {
    if (typeof source === "string" || source instanceof URL) source = await fetch(source)
    if (source instanceof Response) {
      if (!source.ok) throw new Error(`the kernels are not there: ${source.status}`)
      source = await WebAssembly.compileStreaming(source)
    }
    const module = source instanceof WebAssembly.Module ? source : await WebAssembly.compile(source)
    const memory = new WebAssembly.Memory({initial: 2 * STACK / PAGE})
    const table = new WebAssembly.Table({initial: 8, element: "anyfunc"})
    const stack = new WebAssembly.Global({value: "i32", mutable: true}, STACK)
    const places = {__linear_memory: memory, __indirect_function_table: table, __stack_pointer: stack}
    const {exports} = await WebAssembly.instantiate(module, {env: places})
    return new Kernels(module, memory, table, exports)
  }

  /**
   * @param {WebAssembly.Module} module
   * @param {WebAssembly.Memory} memory
   * @param {WebAssembly.Table} table
   * @param {any} exports
   */
  constructor(module, memory, table, exports) {
    this.module = module
    const [said] = WebAssembly.Module.customSections(module, "layout")
    /** @type {any} What app/browser/layout.py says. */
    this.layout = JSON.parse(new TextDecoder().decode(said), (_, value) => NUMBERS[value] ?? value)
    this.memory = memory
    this.table = table
    this.exports = exports
    /** @type {Map<string, number>} Where kernels are in the table. */
    this.places = new Map()
    this.begin()
  }

  /** Forget all arrays: a new job begins. */
  begin() {
    this.exports.reset(STACK)
    // For what a kernel returns and what it raises, of which nothing is read.
    this.aside = this.exports.take(64)
  }

  /**
   * A new array, with whatever is in the memory there, or filled with `fill`.
   * @param {number[]} shape
   * @param {{kind?: Kind, fill?: number}} [of]
   * @returns {Block}
   */
  array(shape, {kind = "f8", fill} = {}) {
    const size = shape.reduce((product, length) => product * length, 1)
    const block = {at: this.exports.take(ITEMS[kind].BYTES_PER_ELEMENT * size), shape, size, kind}
    if (fill !== undefined) this.view(block).fill(kind === "i8" ? BigInt(fill) : fill)
    return block
  }

  /**
   * An array of these numbers.
   * @param {ArrayLike<number>} values
   * @param {number[]} [shape]
   * @returns {Block}
   */
  from(values, shape = [values.length]) {
    const block = this.array(shape)
    this.numbers(block).set(values)
    return block
  }

  /**
   * An array of these whole numbers.
   * @param {ArrayLike<number>} values
   * @param {number[]} [shape]
   * @returns {Block}
   */
  fromWhole(values, shape = [values.length]) {
    const block = this.array(shape, {kind: "i8"})
    this.set(block, values)
    return block
  }

  /**
   * Fill an array, of whole numbers with such as have room in 32 bits: a BigInt for each would take its time.
   * @param {Block} block
   * @param {ArrayLike<number>} values
   */
  set(block, values) {
    if (block.kind !== "i8") return this.view(block).set(values)
    const halves = new Int32Array(this.memory.buffer, block.at, 2 * block.size)
    for (let i = 0; i < values.length; i++) {
      halves[2 * i] = values[i]
      halves[2 * i + 1] = values[i] < 0 ? -1 : 0
    }
  }

  /**
   * A view, until the next array is made: memory that grows is another buffer.
   * @param {Block} block
   * @returns {any}
   */
  view({kind, at, size}) {
    return new ITEMS[kind](this.memory.buffer, at, size)
  }

  /** @param {Block} block @returns {Float64Array} */
  numbers(block) {
    return this.view(block)
  }

  /**
   * A copy that outlives the job: of whole numbers as Int32Array, in which all of a race's are.
   * @param {Block} block
   * @returns {any}
   */
  copy(block) {
    if (block.kind !== "i8") return this.view(block).slice()
    const low = new Int32Array(this.memory.buffer, block.at, 2 * block.size)
    const whole = new Int32Array(block.size)
    for (let i = 0; i < whole.length; i++) whole[i] = low[2 * i]
    return whole
  }

  /**
   * Copies of the arrays of a record: see `copy`.
   * @param {{[name: string]: Block}} record
   */
  copies(record) {
    return Object.fromEntries(Object.entries(record).map(([name, block]) => [name, this.copy(block)]))
  }

  /** @param {string} name The kernel's name; one that is not there is an error. */
  has(name) {
    return (this.layout.aliases[name] ?? name) in this.exports
  }

  /**
   * Call a kernel with its arguments by name, and those of records by name within.
   * @param {string} name
   * @param {{[name: string]: Argument}} given
   * @returns {number} what it returns, if that is a number, or 1 or 0 for a truth value
   */
  call(name, given) {
    name = this.layout.aliases[name] ?? name
    // All rules are called alike, and all surfaces.
    const taken = this.layout.arguments[name.slice(name.indexOf(".") + 1)]
    /** @type {(number | bigint)[]} */
    const flat = []
    for (const [argument, kind] of taken) this.flatten(argument, kind, given[argument], flat)
    const status = this.exports[name](this.aside, this.aside + 16, ...flat)
    if (status !== 0) throw new Error(`${name} ended with status ${status}`)
    const returned = /** @type {Kind | undefined} */ (this.layout.returns[name])
    return returned ? Number(this.view({kind: returned, at: this.aside, shape: [1], size: 1})[0]) : NaN
  }

  /**
   * An argument as the numbers that it is handed over as.
   * @param {string} name
   * @param {string} kind as the layout says it
   * @param {any} value
   * @param {(number | bigint)[]} flat
   */
  flatten(name, kind, value, flat) {
    if (value === undefined) throw new Error(`${name} is missing`)
    const record = this.layout.records[kind]
    if (record) {
      for (const [field, inner] of record) this.flatten(`${name}.${field}`, inner, value[field], flat)
    } else if (kind === "kernel") {
      // Numba calls the last of three addresses, where there is one.
      flat.push(0, 0, this.place(value))
    } else if (kind.endsWith("]")) {
      if (kind !== `${value.kind}[${value.shape.length}]`) throw new Error(`${name} must be ${kind}`)
      flatArray(value, flat)
    } else flat.push(kind === "i8" ? BigInt(value) : Number(value))
  }

  /** @param {string} name The kernel's name; its place in the table. */
  place(name) {
    name = this.layout.aliases[name] ?? name
    let place = this.places.get(name)
    if (place === undefined) {
      if (!this.exports[name]) throw new Error(`there is no kernel ${name}`)
      place = this.table.grow(1, this.exports[name])
      this.places.set(name, place)
    }
    return place
  }

  /**
   * The arrays that a record of this name has for such lengths, as Python makes them.
   * @param {string} record
   * @param {{lanes?: number, hyper?: number, slots?: number, rows?: number}} lengths
   * @param {number} [fill] for what is no whole number; those begin as 0 then
   */
  room(record, lengths, fill) {
    /** @type {{[name: string]: any}} */
    const made = {}
    const shapes = this.layout.rooms[record]
    for (const [name, kind] of this.layout.records[record]) {
      if (this.layout.records[kind]) made[name] = this.room(kind, lengths, fill)
      else {
        const shape = shapes[name].map((/** @type {any} */ length) => /** @type {any} */ (lengths)[length] ?? length)
        const items = /** @type {Kind} */ (kind.slice(0, 2))
        made[name] = this.array(shape, {kind: items, fill: fill === undefined || items === "f8" ? fill : 0})
      }
    }
    return made
  }

  /**
   * The same, filled with what `copies` had of such a record.
   * @param {string} record
   * @param {{lanes: number}} lengths
   * @param {{[name: string]: any}} values
   */
  filled(record, lengths, values) {
    const made = this.room(record, lengths)
    for (const [name, block] of Object.entries(made)) this.set(block, values[name])
    return made
  }
}

/**
 * An array as Numba has it: no owner, its size, the bytes of an item, where it is, lengths and strides.
 * @param {Block} block
 * @param {(number | bigint)[]} flat
 */
function flatArray({at, shape, size, kind}, flat) {
  const bytes = ITEMS[kind].BYTES_PER_ELEMENT
  flat.push(0, 0, BigInt(size), BigInt(bytes), at)
  for (const length of shape) flat.push(BigInt(length))
  const place = flat.length
  let stride = bytes
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    flat[place + axis] = BigInt(stride)
    stride *= shape[axis]
  }
}
