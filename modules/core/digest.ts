/** SHA-256 as we write it, 64 hexadecimal digits, from AWS's base64; "" for what is absent. */
export function hexOf(base64: string | undefined): string {
  return Buffer.from(base64 ?? "", "base64").toString("hex");
}

/** The same as AWS writes it. */
export function base64Of(hex: string): string {
  return Buffer.from(hex, "hex").toString("base64");
}
