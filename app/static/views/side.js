// Each racer on a map of its own: the race itself, of which there is nothing more to ask.

import {View} from "./view.js"

export default class SideBySide extends View {}
