/** `right` of `all` as a share with its 95 % Wilson interval: "0.950 (0.872–0.982), 57 of 60". */
export function share(right: number, all: number): string {
  const z = 1.96;
  const p = right / all;
  const middle = (p + z ** 2 / (2 * all)) / (1 + z ** 2 / all);
  const half = (z / (1 + z ** 2 / all)) * Math.sqrt((p * (1 - p)) / all + z ** 2 / (4 * all ** 2));
  return `${p.toFixed(3)} (${Math.max(middle - half, 0).toFixed(3)}–${Math.min(middle + half, 1).toFixed(3)}), ${right} of ${all}`;
}
