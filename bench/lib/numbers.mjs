/// The value that `part` (0 to 1) of the values do not exceed.
export function quantile(values, part) {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)];
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const spread = (values) => ({
  median: median(values),
  least: Math.min(...values),
  most: Math.max(...values),
});
