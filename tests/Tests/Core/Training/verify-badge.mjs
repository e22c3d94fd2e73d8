// A verifier of our certificates that shares nothing with ours: signatures by jose, the shapes of Open Badges 3.0 by
// @learncard/types, everything else from the standards. No network. It runs in a folder with both beside it.
//   node verify-badge.mjs CASES.json      each case: { badge, list?, at, trusted: [did:jwk], name? }; one line of JSON for each
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { compactVerify, importJWK } from 'jose';
import { UnsignedAchievementCredentialValidator } from '@learncard/types';

const json = part => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
const seconds = moment => Date.parse(moment) / 1000;
const wrong = (verdict, why) => Object.assign(new Error(why), { verdict });

// did:jwk: what stands after the method is the key.
function resolve(keyId) {
  const found = /^(did:jwk:([A-Za-z0-9_-]+))#0$/.exec(keyId ?? '');
  if (!found) throw wrong('unreadable', `kid ${keyId}`);
  const jwk = json(found[2]);
  if (jwk.kty !== 'EC' || jwk.crv !== 'P-256' || 'd' in jwk) throw wrong('unreadable', 'the key is no public key on P-256');
  return { did: found[1], jwk };
}

async function open(text, typ) {
  const header = json(text.split('.')[0]);
  if (Object.keys(header).sort().join() !== 'alg,kid,typ' || header.typ !== typ) throw wrong('unreadable', `header ${JSON.stringify(header)}`);
  const { did, jwk } = resolve(header.kid);
  const { payload } = await compactVerify(text, await importJWK(jwk, 'ES256'), { algorithms: ['ES256'] }).catch(error => { throw wrong(error.code === 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' ? 'altered' : 'unreadable', error.code); });
  const credential = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  const { iss, jti, nbf, exp, sub, ...members } = credential;
  // Open Badges 3.0, section 8.2.4.1.
  const same = iss === did && (members.issuer.id ?? members.issuer) === did && jti === members.id && nbf === seconds(members.validFrom)
    && sub === members.credentialSubject.id && exp === (members.validUntil && seconds(members.validUntil));
  if (!same) throw wrong('unreadable', 'claims and members contradict each other');
  if (members['@context'][0] !== 'https://www.w3.org/ns/credentials/v2') throw wrong('unreadable', '@context');
  return { did, members };
}

async function isRevoked(entry, did, text, at) {
  if (!text) return { status: 'unknown' };
  const list = await open(text, 'vc+jwt');
  const subject = list.members.credentialSubject;
  const right = entry.type === 'BitstringStatusListEntry' && list.members.type.includes('BitstringStatusListCredential') && subject.type === 'BitstringStatusList'
    && subject.statusPurpose === entry.statusPurpose && list.members.id === entry.statusListCredential && list.did === did && at < seconds(list.members.validUntil);
  if (!right) return { status: 'unknown' };
  if (subject.encodedList[0] !== 'u') throw wrong('unreadable', 'multibase');
  const bits = gunzipSync(Buffer.from(subject.encodedList.slice(1), 'base64url'));
  if (bits.length < 16384) throw wrong('unreadable', 'the list is too short');
  const index = Number(entry.statusListIndex);
  return { status: 'known', revoked: (bits[index >> 3] >> (7 - (index & 7)) & 1) === 1 };
}

async function verify({ badge, list, at, trusted, name }) {
  const { did, members } = await open(badge, 'JWT');
  const shape = UnsignedAchievementCredentialValidator.safeParse(members);
  if (!shape.success) throw wrong('unreadable', shape.error.message);
  if (!members['@context'][1].startsWith('https://purl.imsglobal.org/spec/ob/v3p0/context') || !members.type.includes('OpenBadgeCredential') || !members.type.includes('VerifiableCredential')) throw wrong('unreadable', 'no Open Badge');
  const { achievement, identifier, result, activityStartDate, activityEndDate } = members.credentialSubject;
  for (const needed of [members.id, members.name, achievement.id, achievement.name, achievement.description, achievement.criteria.narrative, members.credentialSubject.id])
    if (typeof needed !== 'string' || !needed) throw wrong('unreadable', 'a member is missing');
  const other = kind => achievement.otherIdentifier.find(one => one.identifierType === kind)?.identifier;
  const hours = achievement.resultDescription.find(one => one.name === 'Hours').id;
  const { status, revoked } = await isRevoked(members.credentialStatus, did, list, seconds(at));
  const holder = identifier?.find(one => one.identityType === 'name' && one.hashed);
  const hers = name === undefined || holder?.identityHash === 'sha256$' + createHash('sha256').update(name.normalize('NFC') + holder.salt, 'utf8').digest('hex');
  const verdict = !trusted.includes(did) ? 'unknown issuer' : revoked ? 'revoked' : !hers ? 'not its holder'
    : seconds(at) < seconds(members.validFrom) ? 'not yet valid' : members.validUntil && seconds(at) >= seconds(members.validUntil) ? 'expired' : 'valid';
  return {
    verdict, status, id: members.id, achievement: achievement.id, kind: achievement.achievementType, name: achievement.name, description: achievement.description, criteria: achievement.criteria.narrative,
    hours: result.find(one => one.resultDescription === hours).value, begins: activityStartDate.slice(0, 10), ends: activityEndDate.slice(0, 10), country: other('ext:Country'), language: achievement.inLanguage,
    design: other('ext:Design'), release: achievement.version, hash: other('ext:KitSha256'), issuer: members.issuer.name, did,
  };
}

for (const one of JSON.parse(readFileSync(process.argv[2], 'utf8')))
  console.log(JSON.stringify(await verify(one).catch(error => ({ verdict: error.verdict ?? 'unreadable', why: error.message }))));
