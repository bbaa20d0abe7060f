"""Which entry must lead: sixty and more answers, as servers send them, and the level on which each is met."""

import pytest

ALIYUN = """HTTP/1.1 {status} x
Server: AliyunOSS
x-oss-request-id: 69A7BDBFAB12CD34EF56AB78

<Error><Code>{code}</Code><Message>{message}</Message><RequestId>69A7BDBFAB12CD34EF56AB78</RequestId>
<HostId>pears.oss-cn-hangzhou.aliyuncs.com</HostId>{ec}</Error>
"""
JDCLOUD = """HTTP/1.1 {status} x
Server: JDCloudOSS
x-amz-request-id: 9F3A0C22D51B77E4

<Error><statusCode>{status}</statusCode><Code>{code}</Code><Message>{message}</Message><Resource>/pears/a</Resource>
<RequestId>9F3A0C22D51B77E4</RequestId></Error>
"""
A, J = "aliyun-oss", "jdcloud-oss"
OWN = "own"
"""The entry has the name of the code."""

LEADS = [
    # an EC is the most specific of all
    (A, 403, "AccessDenied", "You have no right to access this object because of bucket acl.", "0003-00000001", "0003-00000001", "ec"),
    (A, 403, "AccessDenied", "The bucket you access does not belong to you.", "0003-00000905", "0003-00000905", "ec"),
    (A, 403, "AccessDenied", "x", "0003-00001403", "0003-00001403", "ec"),
    (A, 403, "AccessDenied", "Access denied by bucket policy.", "0003-00000201", "0003-00000201", "ec"),
    (A, 403, "AccessDenied", "x", "0003-00000101", "0003-00000101", "ec"),
    (A, 403, "AccessDenied", "x", "0003-00000301", "0003-00000301", "ec"),
    (A, 403, "AccessDenied", "Request has expired.", "0002-00000069", "0002-00000069", "ec"),
    (A, 403, "SignatureDoesNotMatch", "x", "0002-00000040", "0002-00000040", "ec"),
    (A, 403, "SignatureDoesNotMatch", "x", "0002-00000201", "0002-00000201", "ec"),
    (A, 400, "InvalidArgument", "x", "0002-00000226", "0002-00000226", "ec"),
    (A, 403, "RequestTimeTooSkewed", "x", "0002-00000504", "0002-00000504", "ec"),
    (A, 403, "InvalidAccessKeyId", "x", "0002-00000902", "0002-00000902", "ec"),
    (A, 404, "NoSuchKey", "The specified key does not exist.", "0026-00000001", "0026-00000001", "ec"),
    (A, 404, "NoSuchBucket", "The specified bucket does not exist.", "0015-00000101", "0015-00000101", "ec"),
    (A, 400, "InvalidBucketName", "x", "0015-00000001", "0015-00000001", "ec"),
    (A, 400, "InvalidObjectName", "x", "0016-00000005", "0016-00000005", "ec"),
    (A, 403, "InvalidObjectState", "x", "0016-00000404", "0016-00000404", "ec"),
    (A, 404, "NoSuchUpload", "x", "0017-00000244", "0017-00000244", "ec"),
    (A, 400, "InvalidDigest", "x", "0017-00000503", "0017-00000503", "ec"),
    (A, 403, "UserDisable", "x", "0003-00000801", "0003-00000801", "ec"),
    (A, 203, "CallbackFailed", "x", "0007-00000203", "0007-00000203", "ec"),
    (A, 409, "FileAlreadyExists", "x", "0026-00000201", "0026-00000201", "ec"),
    (A, 403, "AccessForbidden", "x", "0003-00000602", "0003-00000602", "ec"),
    # an EC that nobody knows never hides the advice of the code or of its message
    (A, 404, "NoSuchKey", "The specified key does not exist.", "0026-99999999", "NoSuchKey", "code"),
    (A, 403, "AccessDenied", "You are denied by bucket referer policy.", "0003-99999999", "AccessDenied/referer", "code+message"),
    (A, 403, "Unheard", "x", "0003-99999999", "EC/0003", "family"),
    (A, 400, "Unheard", "x", "0002-99999999", "EC/0002", "family"),
    # one code, many messages
    (A, 403, "AccessDenied", "Anonymous user has no right to access this bucket.", "", "AccessDenied/anonymous", "code+message"),
    (A, 403, "AccessDenied", "You have no right to access this object because of bucket acl.", "", "AccessDenied/bucket-acl", "code+message"),
    (A, 403, "AccessDenied", "You have no right to access this object.", "", "AccessDenied/no-right-to-object", "code+message"),
    (A, 403, "AccessDenied", "The bucket you access does not belong to you.", "", "AccessDenied/bucket-not-yours", "code+message"),
    (A, 403, "AccessDenied", "Access denied by bucket policy.", "", "AccessDenied/bucket-policy", "code+message"),
    (A, 403, "AccessDenied", "Request has expired.", "", "AccessDenied/request-expired", "code+message"),
    (A, 403, "AccessDenied", "Query string authentication requires the Signature, Expires and OSSAccessKeyId parameters", "", "AccessDenied/query-string-parameters", "code+message"),
    (A, 403, "AccessDenied", "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.", "", "AccessDenied/wrong-endpoint", "code+message"),
    (A, 403, "AccessDenied", "Invalid according to Policy: Policy expired.", "", "AccessDenied/post-policy-expired", "code+message"),
    (A, 403, "AccessDenied", "You are forbidden to list buckets.", "", "AccessDenied/list-buckets", "code+message"),
    (A, 403, "AccessDenied", "This request is forbidden by kms.", "", "AccessDenied/kms", "code+message"),
    (A, 403, "AccessDenied", "A message that nobody has seen.", "", "AccessDenied", "code"),
    (A, 403, "InvalidAccessKeyId", "The OSS Access Key Id you provided is disabled.", "", "InvalidAccessKeyId/disabled", "code+message"),
    (A, 403, "InvalidAccessKeyId", "The OSS Access Key Id you provided does not exist in our records.", "", "InvalidAccessKeyId/not-found", "code+message"),
    (A, 400, "InvalidArgument", "Authorization header is invalid.", "", "InvalidArgument/authorization-header", "code+message"),
    (A, 400, "InvalidArgument", "Invalid signing region in Authorization header.", "", "InvalidArgument/signing-region", "code+message"),
    (A, 400, "InvalidObjectName", "The specified object is not valid.", "", "InvalidObjectName/leading-slash-or-encoding", "code+message"),
    (A, 400, "InvalidPartOrder", "The list of parts was not in ascending order.", "", "InvalidPartOrder/order", "code+message"),
    (A, 203, "CallbackFailed", "A message that nobody has seen.", "", "CallbackFailed", "code"),
    (A, 203, "CallbackFailed", "Error status : 404.", "", "CallbackFailed/error-status", "code+message"),
    (A, 203, "CallbackFailed", "Error status : 301.", "", "CallbackFailed/redirect", "code+message"),
    (A, 203, "CallbackFailed", "Response body is not valid json format.", "", "CallbackFailed/not-json", "code+message"),
    (A, 424, "MirrorFailed", "Mirror request is rejected by QoS.", "", "MirrorFailed/rate-limit", "code+message"),
    # the code alone
    *((A, status, code, "x", "", OWN, "code") for status, code in (
        (403, "SignatureDoesNotMatch"), (403, "RequestTimeTooSkewed"), (404, "NoSuchKey"), (404, "NoSuchBucket"),
        (409, "BucketNotEmpty"), (409, "PositionNotEqualToLength"), (400, "EntityTooLarge"), (403, "SecurityTokenExpired"),
        (403, "SecondLevelDomainForbidden"), (503, "ServiceUnavailable"), (500, "InternalError"), (400, "SqlSyntaxError"),
        (404, "NoSuchBucketPolicy"), (304, "NotModified"), (403, "BucketDisable"), (400, "KmsServiceNotEnabled"),
    )),
    # both spellings of a code that the documents misspell
    (A, 503, "Downloadtrafficratelimitexceeded", "x", "", "DownloadTrafficRateLimitExceeded", "code"),
    (J, 500, "InternalErrror", "x", "", "InternalError", "code"),
    (J, 409, "BucketHasMultiUploads", "x", "", "BucketHasMutiUploads", "code"),
    # the other provider's codes have their own entries
    *((J, status, code, "x", "", OWN, "code") for status, code in (
        (403, "AccessDenied"), (403, "SignatureDoesNotMatch"), (404, "NoSuchBucket"), (404, "NoSuchKey"),
        (400, "RequestTimeTooSkewed"), (400, "SlowDown"), (413, "EntityTooLarge"), (403, "AccountArrear"),
        (400, "InvalidToken"), (403, "InvalidAccessKeyId"),
    )),
    # only the class of the status
    (A, 418, "Unheard", "x", "", "status/4xx", "status"),
    (J, 599, "Unheard", "x", "", "status/5xx", "status"),
]  # fmt: skip


def test_there_are_sixty_and_more():
    assert len(LEADS) == len({row[:5] for row in LEADS}) >= 60


@pytest.mark.parametrize("row", LEADS, ids=lambda row: f"{row[0]}-{row[2]}-{row[5]}")
def test_the_most_specific_entry_leads(explain, row):
    provider, status, code, message, ec, entry, level = row
    form = ALIYUN if provider == A else JDCLOUD
    told = form.format(status=status, code=code, message=message, ec=f"<EC>{ec}</EC>" if ec else "")
    (report,) = explain(told).reports
    assert report.provider == provider
    first = report.entries[0]
    assert (first.id, first.matched_on) == (code if entry == OWN else entry, level)
    assert first.en.fix
    assert first.zh.fix
