import { base64Of, hexOf } from "../../core/digest.ts";

/** As GetFunction, ListVersionsByFunction and every write answer it. */
interface Hashed {
  readonly PackageType?: string | undefined;
  readonly CodeSha256?: string | undefined;
}

/**
 * SHA-256 of a version's code, 64 hex digits; "" for what is absent. Lambda writes that of a package in base64 and that
 * of a container image, which is its digest, in hexadecimal.
 */
export function codeHashOf({ PackageType, CodeSha256 }: Hashed): string {
  return PackageType === "Image" ? (CodeSha256 ?? "") : hexOf(CodeSha256);
}

/** The same as Lambda writes it. */
export function asCodeSha256(hex: string, image: unknown): string {
  return image === undefined ? base64Of(hex) : hex;
}
