// What the graphics processor does with a relief, in its own language.

const HEAD = `#version 300 es
precision highp float;
precision highp sampler2D;
`

// The ground: a point of the grid for each number of a vertex, its height from a picture of heights.
export const GROUND = {
  vertex: `${HEAD}
uniform sampler2D heights;
uniform ivec2 size;
uniform vec3 sides;
uniform float bands;
uniform mat4 matrix;
out vec3 normal;
out float band;
out float gone;
const float NOTHING = -1e29;

float height(ivec2 at) {
  return texelFetch(heights, clamp(at, ivec2(0), size - 1), 0).r;
}

// Between two neighbours; level, where there is nothing at one of them.
float slope(ivec2 at, ivec2 step, float apart) {
  float low = height(at - step);
  float high = height(at + step);
  return low < NOTHING || high < NOTHING ? 0.0 : (high - low) * sides.z / apart;
}

void main() {
  ivec2 at = ivec2(gl_VertexID % size.x, gl_VertexID / size.x);
  vec2 apart = 4.0 * sides.xy / vec2(size - 1);
  normal = vec3(-slope(at, ivec2(1, 0), apart.x), -slope(at, ivec2(0, 1), apart.y), 1);
  float here = height(at);
  gone = here < NOTHING ? 1.0 : 0.0;
  here = gone > 0.0 ? 0.0 : here;
  band = here * bands;
  vec2 share = vec2(at) / vec2(size - 1);
  gl_Position = matrix * vec4((2.0 * share - 1.0) * sides.xy, here * sides.z, 1);
}`,

  // Bands of colour, lines between them, and light from the upper left, as on the map.
  fragment: `${HEAD}
uniform sampler2D palette;
uniform float bands;
uniform vec3 ink;
in vec3 normal;
in float band;
in float gone;
out vec4 colour;
const vec3 SUN = vec3(-0.45, 0.55, 0.7);
const vec3 SHADE = vec3(0.03, 0.09, 0.24);

void main() {
  // Differences between neighbouring pixels are to be had of all or of none.
  float wide = max(fwidth(band), 1e-6);
  if (gone > 0.0) discard;
  int of = int(clamp(band, 0.0, bands - 1.0));
  vec3 ground = texelFetch(palette, ivec2(of, 0), 0).rgb;
  float light = dot(normalize(normal), normalize(SUN)) - 0.7;
  ground = light > 0.0 ? mix(ground, vec3(1), 0.35 * light) : mix(ground, SHADE, -0.5 * light);
  float apart = abs(fract(band + 0.5) - 0.5) / wide;
  float line = (1.0 - smoothstep(0.3, 1.2, apart)) * clamp((1.0 / wide - 2.5) / 3.0, 0.0, 1.0);
  line *= step(0.5, band) * step(band, bands - 0.5);
  colour = vec4(mix(ground, ink, 0.35 * line), 1);
}`,
}

// What the relief stands on: walls around it, each lit alike.
export const WALL = {
  vertex: `${HEAD}
layout(location = 0) in vec3 place;
uniform mat4 matrix;
out vec3 where;
void main() {
  where = place;
  gl_Position = matrix * vec4(place, 1);
}`,

  fragment: `${HEAD}
uniform vec3 tint;
in vec3 where;
out vec4 colour;
void main() {
  vec3 across = normalize(cross(dFdx(where), dFdy(where)));
  colour = vec4(tint * (0.9 + 0.1 * abs(across.x)), 1);
}`,
}

// Paths: each stretch a strip of so many pixels wide, a little nearer to the eye than it is, so that the ground that it
// lies on does not cut through it. What is behind a hill is dotted.
export const PATH = {
  vertex: `${HEAD}
// Two numbers of a row for each stretch: x, y, z and how long the path is up to there, of its beginning and its end.
uniform sampler2D places;
uniform mat4 matrix;
uniform vec2 screen;
uniform float width;
uniform float nearer;
out float along;
out float aside;

void main() {
  int stretch = gl_VertexID / 6;
  ivec2 at = ivec2(2 * (stretch % 1024), stretch / 1024);
  vec4 from = texelFetch(places, at, 0);
  vec4 to = texelFetch(places, at + ivec2(1, 0), 0);
  int corner = int[6](0, 1, 2, 1, 3, 2)[gl_VertexID % 6];
  vec4 a = matrix * vec4(from.xyz, 1);
  vec4 b = matrix * vec4(to.xyz, 1);
  vec2 middle = screen / 2.0;
  vec2 way = (b.xy / b.w - a.xy / a.w) * middle;
  float pixels = length(way);
  way = pixels > 1e-3 ? way / pixels : vec2(1, 0);
  bool last = corner > 1;
  float side = float(corner % 2 * 2 - 1);
  vec4 end = last ? b : a;
  // Longer by half its width at both ends: no corner has a gap. Wider by the half pixel in which it fades.
  vec2 moved = vec2(-way.y, way.x) * side * (width + 1.0) / 2.0 + way * (last ? 0.5 : -0.5) * width;
  along = last ? to.w : from.w;
  aside = side * (width + 1.0) / 2.0;
  gl_Position = vec4(end.xy + moved / middle * end.w, end.z - nearer * end.w, end.w);
  if (from.w < 0.0) gl_Position = vec4(2, 2, 2, 1);
}`,

  fragment: `${HEAD}
uniform sampler2D depths;
uniform vec3 tint;
// On, off, on, off, in the relief's own units; all 0 for a line without gaps.
uniform vec4 dash;
uniform float dots;
uniform float width;
uniform float strength;
in float along;
in float aside;
out vec4 colour;

void main() {
  float period = dash.x + dash.y + dash.z + dash.w;
  if (period > 0.0) {
    float at = mod(along, period);
    if ((at > dash.x && at < dash.x + dash.y) || at > dash.x + dash.y + dash.z) discard;
  }
  if (gl_FragCoord.z > texelFetch(depths, ivec2(gl_FragCoord.xy), 0).r) {
    ivec2 cell = ivec2(gl_FragCoord.xy / dots);
    if ((cell.x + cell.y) % 2 == 0 || cell.x % 2 == 0) discard;
  }
  colour = vec4(tint, 1) * strength * clamp((width + 1.0) / 2.0 - abs(aside), 0.0, 1.0);
}`,
}
