// Numbers as people type them.

import {assert} from "./assert.js"
import {understood} from "../../app/static/model/entry.js"

Deno.test("a comma is a decimal point where it can be nothing else", () => {
  const meant = {
    "1,5": "1.5",
    "0,001": "0.001",
    "-2,25": "-2.25",
    ",5": ".5",
    "1,5e-3": "1.5e-3",
    "1,2345": "1.2345",
    "1,5e3": "1.5e3",
    "2,5e-10": "2.5e-10",
  }
  for (const [typed, number] of Object.entries(meant)) assert.equal(understood(typed), number)
})

Deno.test("what begins with a zero, or with more than three digits, is no number of thousands", () => {
  const meant = {"0123,456": "0123.456", "1234,567": "1234.567", "1,500e2": "1.500e2"}
  for (const [typed, number] of Object.entries(meant)) assert.equal(understood(typed), number)
})

Deno.test("what may be thousands, or is no number, is left for the server to refuse", () => {
  for (const typed of ["1,500", "12,000", "1,2,3", "1.000,5", "abc", "1,", ",", ""])
    assert.equal(understood(typed), typed)
})

Deno.test("blanks around it and a minus sign of typographers are no hindrance", () => {
  assert.equal(understood(" −1,5e−3 "), "-1.5e-3")
})
