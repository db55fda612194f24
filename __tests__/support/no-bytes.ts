/** For a restore that names its bytes by bucket and key, or has none. */
export function noBytes(): never {
  throw new Error("no bytes of the point are read here");
}
