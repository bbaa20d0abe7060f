"""Facts: which place wins, what a mask is, whose answer it is and why, what a host says."""

from pathlib import Path

import pytest

from inspector.facts import is_masked

OSS = "HTTP/1.1 403 Forbidden\nServer: AliyunOSS\n"
JD_BODY = "<Error><statusCode>404</statusCode><Code>NoSuchBucket</Code><Resource>/a</Resource><RequestId>5C3A9E0177B2D46F</RequestId></Error>"


def places(report, name):
    return [(fact.value, fact.place) for fact in report.facts if fact.name == name]


@pytest.mark.parametrize(
    ("value", "masked"),
    [
        ("57ABD896****", True),
        ("1D84**4255", True),
        ("57ABD896xxxxxxxx", True),
        ("XXXXXXXX", True),
        ("69A7####", True),
        ("57AB...", True),
        ("57AB…", True),
        ("██████", True),
        ("[已脱敏]", True),
        ("<hidden>", True),
        ("57ABD896CCB80C366955AAAA", False),
        ("0xFF", False),
        ("a*b", False),
        ("", False),
    ],
)
def test_a_mask_is_seen(value, masked):
    assert is_masked(value) is masked


def test_the_body_ranks_above_the_header_and_both_keep_their_place(report):
    one = report(
        f"{OSS}x-oss-request-id: 69A7BDBFAB12CD34EF56AB78\n\n<Error><RequestId>69A7BDC00123456789ABCDEF</RequestId></Error>"
    )
    assert places(one, "request_id") == [
        ("69A7BDC00123456789ABCDEF", "body:RequestId"),
        ("69A7BDBFAB12CD34EF56AB78", "header:x-oss-request-id"),
    ]


def test_a_masked_value_ranks_last(report):
    one = report(
        f"{OSS}x-oss-request-id: 69A7BDBFAB12CD34EF56AB78\n\n<Error><RequestId>69A7BDBF****</RequestId></Error>"
    )
    assert one.fact("request_id") == "69A7BDBFAB12CD34EF56AB78"


def test_an_empty_value_is_no_fact(report):
    assert report(f"{OSS}x-oss-request-id:\n\n<Error><RequestId/></Error>").fact("request_id") is None


def test_names_of_headers_and_elements_are_met_without_case(report):
    one = report("HTTP/1.1 403 x\nX-OSS-EC: 0003-00000001\n\n<Error><CODE>A</CODE><statuscode>403</statuscode></Error>")
    assert (one.fact("ec"), one.fact("code")) == ("0003-00000001", "A")


def test_facts_know_their_characters(report):
    text = f"{OSS}x-oss-ec: 0003-00000001\n"
    fact = next(fact for fact in report(text).facts if fact.name == "ec")
    assert text[fact.span.start : fact.span.end] == "0003-00000001"


def test_nested_elements_are_facts(report):
    one = report(
        "<Error><AccessDeniedDetail><PolicyType>a</PolicyType><AuthAction>b</AuthAction></AccessDeniedDetail></Error>"
    )
    assert (one.fact("policy_type"), one.fact("auth_action")) == ("a", "b")
    assert places(one, "policy_type") == [("a", "body:AccessDeniedDetail/PolicyType")]


def test_a_prefix_of_a_name_space_is_left_out(report):
    assert report("<oss:Error><oss:Code>A</oss:Code></oss:Error>").fact("code") == "A"


def test_the_request_gives_facts_too(report):
    one = report(f"PUT /a?acl HTTP/1.1\nHost: b.oss-cn-hangzhou.aliyuncs.com\n\n{OSS}\n")
    assert (one.fact("method"), one.fact("host")) == ("PUT", "b.oss-cn-hangzhou.aliyuncs.com")


def test_jds_status_stands_in_the_body(report):
    assert places(report(JD_BODY), "http_status") == [("404", "body:statusCode")]


# whose answer


@pytest.mark.parametrize(
    ("text", "provider"),
    [
        ("HTTP/1.1 403 x\nServer: AliyunOSS\n", "aliyun-oss"),
        ("HTTP/1.1 403 x\nServer: nginx\nx-oss-request-id: 1\n", "aliyun-oss"),
        ("<Error><Code>A</Code><HostId>b.oss-cn-hangzhou.aliyuncs.com</HostId></Error>", "aliyun-oss"),
        (
            "<Error><Code>A</Code><RecommendDoc>https://api.aliyun.com/troubleshoot?q=1</RecommendDoc></Error>",
            "aliyun-oss",
        ),
        ("<Error><Code>A</Code><OSSAccessKeyId>LTAIx</OSSAccessKeyId></Error>", "aliyun-oss"),
        ("HTTP/1.1 404 x\nServer: JDCloudOSS\nx-amz-request-id: 1\n", "jdcloud-oss"),
        (
            "GET / HTTP/1.1\nHost: b.s3.cn-north-1.jdcloud-oss.com\n\nHTTP/1.1 404 x\nServer: nginx\n",
            "jdcloud-oss",
        ),
        (JD_BODY, "jdcloud-oss"),
        (f"HTTP/1.1 404 x\nServer: nginx\nx-amz-request-id: 1\nx-amz-id-2: a\n\n{JD_BODY}", "jdcloud-oss"),
        ("HTTP/1.1 403 x\nServer: AmazonS3\n", "aws-s3"),
        ("HTTP/1.1 403 x\nServer: MinIO\nx-amz-id-2: a\n", "minio"),
        ("<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>", None),
        ("HTTP/1.1 503 x\nServer: nginx\n", None),
        ("<Error><Code>A</Code><HostId>b.aliyuncs.com.invented.example</HostId></Error>", None),
        ("<Error><Code>A</Code><HostId>notaliyuncs.com</HostId></Error>", None),
        ("HTTP/1.1 403 x\nServer: AliyunOSS\nServer: JDCloudOSS\n", None),
        ("<Error><Code>A</Code><HostId>ecs.cn-hangzhou.aliyuncs.com</HostId></Error>", None),
        ("<Error><Code>A</Code><HostId>sts.aliyuncs.com</HostId></Error>", None),
        ("GET / HTTP/1.1\nHost: sts.cn-beijing.aliyuncs.com\n\nHTTP/1.1 403 x\n", None),
        ("HTTP/1.1 302 x\nServer: nginx\nLocation: https://b-1.oss-cn-hangzhou.aliyuncs.com/a\n", None),
        ("<Error><Code>A</Code><HostId>doc.oss-cn-hangzhou.aliyuncs.com</HostId></Error>", "aliyun-oss"),
        ("<Error><Code>A</Code><Endpoint>https://oss-me-east-1.aliyuncs.com/</Endpoint></Error>", "aliyun-oss"),
        ("<Error><Code>A</Code><HostId>mybucket.oss.aliyuncs.com</HostId></Error>", "aliyun-oss"),
    ],
)
def test_the_provider_is_told_by_its_signs_or_not_at_all(report, text, provider):
    assert report(text).provider == provider


def test_the_reason_is_the_text_that_shows_it(report):
    text = "HTTP/1.1 403 x\nDate: a\nServer: AliyunOSS\n"
    one = report(text)
    fact = next(fact for fact in one.facts if fact.name == "provider_reason")
    assert fact.value == "Server: AliyunOSS"
    assert text[fact.span.start : fact.span.end] == "Server: AliyunOSS"


# what a host says


@pytest.mark.parametrize(
    ("host", "bucket", "region", "network"),
    [
        ("b-1.oss-cn-hangzhou.aliyuncs.com", "b-1", "cn-hangzhou", "public"),
        ("b-1.oss-cn-hangzhou-internal.aliyuncs.com", "b-1", "cn-hangzhou", "internal"),
        ("oss-us-west-1.aliyuncs.com", None, "us-west-1", "public"),
        ("b-1.oss-accelerate.aliyuncs.com", "b-1", None, "accelerate"),
        ("b-1.oss-accelerate-overseas.aliyuncs.com", "b-1", None, "accelerate-overseas"),
        ("b-1.cn-hangzhou.oss.aliyuncs.com", "b-1", "cn-hangzhou", "dual-stack"),
        ("B-1.OSS-cn-hangzhou.aliyuncs.com:80", "b-1", "cn-hangzhou", "public"),
        ("mybucket.oss.aliyuncs.com", "mybucket", None, "public"),
        ("oss-internal.aliyuncs.com", None, None, "internal"),
        ("b-1.vpc100-oss-cn-beijing.aliyuncs.com", "b-1", "cn-beijing", "internal"),
        ("b-1.s3.oss-eu-central-1.aliyuncs.com", "b-1", "eu-central-1", "public"),
        ("s3.oss-ap-southeast-1-internal.aliyuncs.com", None, "ap-southeast-1", "internal"),
        ("b-1.oss-cn-shenzhen-finance-1-internal.aliyuncs.com", "b-1", "cn-shenzhen-finance-1", "internal"),
        ("b-1.oss-rus-west-1.aliyuncs.com", "b-1", "rus-west-1", "public"),
        ("b-1.oss-na-south-1.aliyuncs.com", "b-1", "na-south-1", "public"),
        ("b-1.oss-invented.aliyuncs.com", None, None, None),
        ("ecs.cn-hangzhou.aliyuncs.com", None, None, None),
        ("files.example.com", None, None, None),
        ("b-1.oss-cn-hangzhou.aliyuncs.com.example.com", None, None, None),
    ],
)
def test_a_host_is_split_into_its_parts(report, host, bucket, region, network):
    one = report(f"{OSS}\n<Error><Code>A</Code><HostId>{host}</HostId></Error>")
    assert (one.fact("bucket"), one.fact("region"), one.fact("network")) == (bucket, region, network)


def test_what_the_answer_says_itself_outranks_the_host(report):
    one = report(f"{OSS}\n<Error><BucketName>c</BucketName><HostId>b.oss-cn-hangzhou.aliyuncs.com</HostId></Error>")
    assert one.fact("bucket") == "c"


def test_a_value_that_is_cut_off_is_shown_but_is_no_fact(report):
    one = report("<Error><Code>NoSuchKey</Code><RequestId>69A7BDBFAB12")
    assert (one.fact("code"), one.fact("request_id")) == ("NoSuchKey", None)
    cut = one.tree[0].children[0].children[1]
    assert (cut.kind, cut.label, cut.value, cut.damaged) == ("cut", "RequestId", "69A7BDBFAB12", True)


@pytest.mark.parametrize(
    ("host", "bucket", "region", "network"),
    [
        ("b-1.s3.cn-north-1.jdcloud-oss.com", "b-1", "cn-north-1", "public"),
        ("b-1.s3-internal.cn-east-2.jdcloud-oss.com:443", "b-1", "cn-east-2", "internal"),
        ("s3.cn-south-1.jcloudcs.com", None, "cn-south-1", "public"),
    ],
)
def test_the_host_of_the_request_is_split_too(report, host, bucket, region, network):
    one = report(f"HEAD / HTTP/1.1\nHost: {host}\n\nHTTP/1.1 404 x\nServer: JDCloudOSS\n")
    assert (one.fact("bucket"), one.fact("region"), one.fact("network")) == (bucket, region, network)


def test_a_host_of_the_customers_own_leaves_the_word_to_the_requests(report):
    body = "<Error><Code>A</Code><HostId>files.example.com</HostId></Error>"
    one = report(f"GET / HTTP/1.1\nHost: b-1.oss-cn-hangzhou.aliyuncs.com\n\n{OSS}\n{body}")
    assert (one.fact("bucket"), one.fact("region")) == ("b-1", "cn-hangzhou")


def test_an_id_of_a_gateway_ranks_last_even_behind_a_masked_one(report):
    one = report(f"{OSS}x-request-id: 6f1c\nx-req-id: 7a\n\n<Error><RequestId>69A7BDBF****</RequestId></Error>")
    assert [value for value, _ in places(one, "request_id")] == ["69A7BDBF****", "6f1c", "7a"]


def test_the_status_of_http_2_stands_among_the_headers(report):
    one = report(":status: 403\nserver: AliyunOSS\nx-oss-request-id: 69A7BDBFAB12CD34EF56AB78\n")
    assert places(one, "http_status") == [("403", "header::status")]


@pytest.mark.parametrize(
    ("endpoint", "region"),
    [
        ("oss-cn-beijing.aliyuncs.com", "cn-beijing"),
        ("https://oss-cn-beijing-internal.aliyuncs.com", "cn-beijing"),
        ("oss-cn-hangzhou.aliyuncs.com", None),
        ("oss-cn-****.aliyuncs.com", None),
        ("pears.example.com", None),
    ],
)
def test_the_region_of_the_bucket_is_told_where_the_endpoint_named_is_of_another(report, endpoint, region):
    asked = "GET /a HTTP/1.1\nHost: b.oss-cn-hangzhou.aliyuncs.com\n\n"
    one = report(f"{asked}{OSS}\n<Error><Code>AccessDenied</Code><Endpoint>{endpoint}</Endpoint></Error>")
    assert (one.fact("region"), one.fact("bucket_region")) == ("cn-hangzhou", region)


def test_every_fact_is_used(knowledge):
    """By the program, or by the guidance as a placeholder."""
    program = "".join(path.read_text("utf-8") for path in (Path(__file__).parents[1] / "inspector").rglob("*.py"))
    entries = "".join(piece.text for provider in knowledge.providers for piece in provider.entries)
    assert [name for name in knowledge.facts if f'"{name}"' not in program and f"{{{{{name}|" not in entries] == []


def test_an_element_without_a_value_leaves_the_word_to_another_place(report):
    hidden = "PEVycm9yPjxDb2RlPkFjY2Vzc0RlbmllZDwvQ29kZT48L0Vycm9yPg=="  # <Error><Code>AccessDenied</Code></Error>
    one = report(f"{OSS}x-oss-err: {hidden}\n\n<Error><Code></Code><Message>No.</Message></Error>")
    assert places(one, "code") == [("AccessDenied", "x-oss-err:Code")]
    assert "values-disagree" not in [finding.id for finding in one.findings]
    assert report(f"{OSS}\n<Error><Code/><Message>No.</Message></Error>").fact("code") is None


def test_an_ec_that_is_cut_is_no_fact(report):
    assert report("HTTP/1.1 403 x\nx-oss-ec: 0042-0\n").fact("ec") is None
    assert report("HTTP/1.1 403 x\nx-oss-ec: [REDACTED]\n").fact("ec") == "[REDACTED]"


@pytest.mark.parametrize(
    ("agent", "client"),
    [
        ("curl/8.5.0", "curl"),
        ("aliyun-sdk-python/2.18.4(Linux/5.10/x86_64;3.11.4)", "oss2"),
        ("alibabacloud-python-sdk-v2/1.1.0 (Linux)", "python-2"),
        ("inventory-of-pears/3.1", None),
    ],
)
def test_arrows_that_many_print_are_of_the_program_that_the_user_agent_names(report, agent, client):
    text = (
        f"> GET /a HTTP/1.1\n> Host: b.oss-cn-hangzhou.aliyuncs.com\n> User-Agent: {agent}\n>\n"
        "< HTTP/1.1 403 Forbidden\n< Server: AliyunOSS\n< x-oss-request-id: 69A7BDBFAB12CD34EF56AB78\n<\n"
        "<Error><Code>AccessDenied</Code></Error>\n"
    )
    assert report(text).fact("client_id") == client


def test_every_client_of_a_user_agent_has_a_name(knowledge):
    agents = knowledge.rules["agents"]
    assert [begin for begin in agents if begin != begin.lower()] == []
    assert [one for one in agents.values() if knowledge.text("obtain", one, "en") == one] == []
