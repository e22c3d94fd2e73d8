// Seals a draft to the node's public key: HPKE base mode (RFC 9180) with DHKEM(P-256, HKDF-SHA256), HKDF-SHA256 and
// AES-128-GCM, by Web Crypto alone. The twin of Core/Sealing/Hpke.cs and SealedDraft.cs. Only the node can open it.

const text = new TextEncoder();
const bytes = (...parts) => {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) { all.set(part, at); at += part.length; }
  return all;
};
const KEM_SUITE = bytes(text.encode('KEM'), [0x00, 0x10]);
const SUITE = bytes(text.encode('HPKE'), [0x00, 0x10, 0x00, 0x01, 0x00, 0x01]);
const VERSION = text.encode('HPKE-v1');
const NONE = new Uint8Array();
const CURVE = { name: 'ECDH', namedCurve: 'P-256' };

async function hmac(key, data) {
  const usable = await crypto.subtle.importKey('raw', key.length ? key : new Uint8Array(32), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', usable, data));
}
const extract = (suite, salt, label, input) => hmac(salt, bytes(VERSION, suite, text.encode(label), input));
// All lengths asked for here are at most one block of the hash (32 bytes): one round of HKDF-Expand.
const expand = async (suite, key, label, info, length) =>
  (await hmac(key, bytes([0, length], VERSION, suite, text.encode(label), info, [1]))).slice(0, length);

/**
 * HPKE SetupBaseS and one Seal with sequence number 0.
 * @param {Uint8Array} recipient public key, an uncompressed point
 * @param {CryptoKeyPair} [ephemeral] given by the test vectors only; fresh otherwise
 */
export async function hpkeSeal(recipient, info, associated, plain, ephemeral) {
  const pair = ephemeral ?? /** @type {CryptoKeyPair} */ (await crypto.subtle.generateKey(CURVE, false, ['deriveBits']));
  const encapsulated = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const publicKey = await crypto.subtle.importKey('raw', recipient, CURVE, false, []);
  const agreement = new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: publicKey }, pair.privateKey, 256));
  const shared = await expand(KEM_SUITE, await extract(KEM_SUITE, NONE, 'eae_prk', agreement), 'shared_secret', bytes(encapsulated, recipient), 32);
  const context = bytes([0], await extract(SUITE, NONE, 'psk_id_hash', NONE), await extract(SUITE, NONE, 'info_hash', info));
  const secret = await extract(SUITE, shared, 'secret', NONE);
  const key = await crypto.subtle.importKey('raw', await expand(SUITE, secret, 'key', context, 16), 'AES-GCM', false, ['encrypt']);
  const nonce = await expand(SUITE, secret, 'base_nonce', context, 12);
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: associated, tagLength: 128 }, key, plain));
  return { encapsulated, sealed };
}

/**
 * A sealed draft: format byte, algorithm byte, encapsulated key, sealed text; ids bound in.
 * @param {{ keyId: string, publicKey: string, recipient: string }} to the node's key.json
 */
export async function sealDraft(to, id, plain) {
  const header = [1, 1];
  const bound = bytes(header, text.encode(`${id}\n${to.keyId}\n${to.recipient}`));
  const { encapsulated, sealed } = await hpkeSeal(fromBase64Url(to.publicKey), text.encode('entraide draft 1'), bound, text.encode(plain));
  return bytes(header, encapsulated, sealed);
}

export const fromBase64Url = value => Uint8Array.from(atob(value.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0));
export const toBase64Url = value => btoa(Array.from(value, byte => String.fromCharCode(byte)).join('')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
