"""The names that announce a secret: the table to extend when a provider or a tool invents another one."""

from __future__ import annotations

import re
from functools import cache, lru_cache

NAMES = {
    "authorization": "Authorization",
    "signature": "Signature",
    "accesskeyid": "AccessKeyId",
    "accesskey": "AccessKeyId",
    "accessid": "AccessKeyId",
    "secretid": "AccessKeyId",
    "osscredential": "AccessKeyId",
    "amzcredential": "AccessKeyId",
    "accesskeysecret": "AccessKeySecret",
    "accesssecret": "AccessKeySecret",
    "secretaccesskey": "AccessKeySecret",
    "secretkey": "AccessKeySecret",
    "token": "SecurityToken",
    "cookie": "Cookie",
    "cookies": "Cookie",
    "sessionid": "Secret",
    "sessid": "Secret",
    "password": "Password",
    "passwd": "Password",
    "passphrase": "Password",
    "pwd": "Password",
    "secret": "Secret",
    "apikey": "Secret",
    "authkey": "Secret",
    "subscriptionkey": "Secret",
    "accountkey": "Secret",
    "secretvalue": "Secret",
    "privatekey": "Secret",
    "encryptioncustomerkey": "Secret",
    "credentials": "Secret",
    "callbackvar": "Callback",
    "osscallback": "Callback",
    "stringtosign": "StringToSign",
    "stringtosignbytes": "StringToSign",
    "canonicalrequest": "CanonicalRequest",
    "canonicalrequestbytes": "CanonicalRequest",
    "canonicalstring": "CanonicalRequest",
    "签名": "Signature",
    "密钥": "AccessKeySecret",
    "令牌": "SecurityToken",
    "私钥": "Secret",
    "凭证": "Secret",
    "密码": "Password",
    "口令": "Password",
}
"""Ends of names, in small letters without `-`, `_`, blanks: `x-oss-signature` and `Signature` end alike."""

WHOLE_NAMES = {
    "ak": "AccessKeyId",
    "sk": "AccessKeySecret",
    "credential": "AccessKeyId",
    "sign": "Signature",
    "sig": "Signature",
    "auth": "Secret",
    "bearer": "SecurityToken",
    "pass": "Password",
    "policy": "Policy",
    "callback": "Callback",
}
"""Names too short or too common to be believed at the end of a longer one."""

_LAST_WORDS = ("ak", "sk", "pass")
"""Of these what is believed as the last word of a longer one: `OSS_SK`, `db-pass`."""

NEEDLES = (
    *("auth", "sig", "acces", "secr", "key", "cred", "tok", "cook", "pass", "pwd", "callb", "canon", "sess"),
    *("ak", "sk", "bear", "polic", "签名", "密钥", "私钥", "凭证", "令牌", "密码", "口令"),
)
"""Pieces of text of which every name in both tables has one, however it is written, in small letters."""

KEY_PREFIXES = ("LTAI", "STS.", "AKIA", "ASIA", "JDC_")
"""Beginnings of an AccessKey ID that tell what sort of key it is and nothing more."""

CONTAINERS = frozenset({"StringToSign", "CanonicalRequest"})
"""Kinds whose values are signed text: other names stand inside."""

# error codes such as `InvalidAccessKeyId: The ...`, and marks of paging, end like the name of a secret
_OTHERS = (
    r"^(?:invalid|missing|expired|malformed|incorrect|wrong|illegal|unexpected|nosuch)"
    r"|(?:continuation|next|page)token[0-9]{0,4}$"
)


@lru_cache(maxsize=1024)
def kind_of(name: str) -> str | None:
    """Tell what a value under `name` is; None for names of no secret."""
    last = name[-64:].rpartition(".")[2].lower()
    simple = re.sub(r"[\s_\-]", "", last)
    if simple in WHOLE_NAMES:
        return WHOLE_NAMES[simple]
    if (word := re.split(r"[\s_\-]", last)[-1]) in _LAST_WORDS:
        return WHOLE_NAMES[word]
    match = _name_end().search(simple)
    return NAMES[match[1]] if match and not re.search(_OTHERS, simple) else None


@cache
def _name_end() -> re.Pattern[str]:
    """Give the pattern of an end: servers echo `AccessKeyIdProvided`, cookies and logs number `Token-0`."""
    return re.compile(rf"({'|'.join(sorted(NAMES, key=len, reverse=True))})(?:provided)?[0-9]{{0,4}}$")
