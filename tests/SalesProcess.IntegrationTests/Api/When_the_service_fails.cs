using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SalesProcess.Runtime.Storage;
using SalesProcess.Server.Api;

namespace SalesProcess.IntegrationTests.Api;

public sealed class When_the_service_fails
{
    private static readonly Dictionary<string, Exception> Failures = new Dictionary<string, Exception>(StringComparer.Ordinal)
    {
        ["stopping"] = new StoreClosedException(),
        ["not committed"] = new StoreFailedException(new InvalidOperationException("disk")),
        ["locked"] = new SqliteException("locked", 5),
        ["damaged"] = new SqliteException("the database disk image at /secret is malformed", 11),
        ["bug"] = new InvalidOperationException("password=secret"),
        ["too large"] = new BadHttpRequestException("too large", StatusCodes.Status413PayloadTooLarge),
    };

    [TestCase("stopping", 503, "draining")]
    [TestCase("not committed", 503, "store-busy")]
    [TestCase("locked", 503, "store-busy")]
    [TestCase("damaged", 500, "internal-error")]
    [TestCase("bug", 500, "internal-error")]
    [TestCase("too large", 413, "payload-too-large")]
    public async Task It_says_so_and_tells_no_details(string failure, int status, string code)
    {
        var (http, text) = await AnswerAsync(_ => throw Failures[failure]);

        Assert.That(http.Response.StatusCode, Is.EqualTo(status));
        Assert.That(http.Response.ContentType, Does.StartWith("application/problem+json"));
        Assert.That(JsonNode.Parse(text)!["code"]!.ToString(), Is.EqualTo(code));
        Assert.That(http.Response.Headers.RetryAfter.ToString(), Is.EqualTo(status == 503 ? "1" : ""));
        Assert.That(text, Does.Not.Contain("secret").And.Not.Contain("disk image"));
    }

    [Test]
    public async Task Nobody_is_answered_who_has_gone()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        var (_, text) = await AnswerAsync(_ => throw new OperationCanceledException(gone.Token), gone.Token);

        Assert.That(text, Is.Empty);
    }

    private static async Task<(HttpContext Http, string Text)> AnswerAsync(RequestDelegate next, CancellationToken aborted = default)
    {
        var http = new DefaultHttpContext { RequestAborted = aborted };
        using var body = new MemoryStream();
        http.Response.Body = body;
        await new ErrorAnswers(next, NullLogger<ErrorAnswers>.Instance).InvokeAsync(http);
        return (http, System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }
}
