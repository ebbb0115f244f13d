// The guide in the theme that the reader has chosen on the page, or that its address asks for.

import {kept} from "./panels/remembered.js"

const asked = new URLSearchParams(location.search).get("theme") ?? kept("optimizer-race theme")
if (asked === "light" || asked === "dark") document.querySelector(".guide").dataset.theme = asked
