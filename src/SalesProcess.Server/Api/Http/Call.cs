using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.Net.Http.Headers;
using SalesProcess.Runtime;
using SalesProcess.Runtime.Absences;
using SalesProcess.Server.Identity;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>One call of the interface: who asks, in which language, with which body, under which idempotency key.</summary>
internal sealed class Call
{
    private Call(HttpContext http, Asker asker)
    {
        Http = http;
        Asker = asker;
        Language = LanguageOf(http.Request.Headers.AcceptLanguage.ToString());
        Caller = new Caller(asker.Actor);
        var request = http.Request;
        ContentType = request.ContentType;
        IfMatchText = request.Headers.IfMatch.Count == 0 ? null : request.Headers.IfMatch.ToString().Trim();
        WantsNoBody = request.Headers["Prefer"].Any(v => v!.Split(',').Any(p => p.Trim().Equals("return=minimal", StringComparison.OrdinalIgnoreCase)));
    }

    public HttpContext Http { get; }

    public Asker Asker { get; }

    public Actor Actor => Asker.Actor;

    /// <summary><c>zh</c> or <c>en</c>.</summary>
    public string Language { get; }

    /// <summary>Handed to the doors, which keep the idempotency key with the step.</summary>
    public Caller Caller { get; private set; }

    public byte[] Body { get; set; } = [];

    public string? ContentType { get; private init; }

    /// <summary>The caller is content with the status alone (RFC 7240).</summary>
    public bool WantsNoBody { get; private init; }

    /// <summary>The If-Match header as it was sent; null for none.</summary>
    public string? IfMatchText { get; private init; }

    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>Called by the framework for a handler's parameter; the fallback policy has let in nobody without a subject.</summary>
    public static ValueTask<Call?> BindAsync(HttpContext http)
    {
        var asker = http.RequestServices.GetRequiredService<Askers>().Of(http.User) ?? throw new InvalidOperationException("A call without anybody who asks has come through.");
        var actor = http.RequestServices.GetRequiredService<AbsenceService>().WithStandIns(asker.Actor);
        return ValueTask.FromResult<Call?>(new Call(http, ReferenceEquals(actor, asker.Actor) ? asker : new Asker(actor, asker)));
    }

    public QueryFields Query() => new(Http.Request.Query);

    /// <summary>One of the commands that the call consists of, as if it had come alone and its answer's body were of no interest.</summary>
    public Call Part(byte[] body, string? ifMatch, Caller caller) =>
        new(Http, Asker) { Caller = caller, Body = body, ContentType = "application/json", IfMatchText = ifMatch?.Trim(), WantsNoBody = true };

    public void UseKey(string scope, string key, string hash) => Caller = new Caller(Actor, scope, key, hash);

    /// <summary>Reads the body's members.</summary>
    /// <param name="required">A call without a body is refused; otherwise it counts as one without members.</param>
    public bool TryRead<T>(Func<BodyFields, T> read, bool required, [NotNullWhen(true)] out T? command, [NotNullWhen(false)] out Refusal? refusal)
        where T : class
    {
        command = null;
        JsonElement? json = null;
        if (Body.Length > 0)
        {
            if (!TryParse(out var parsed, out refusal))
            {
                return false;
            }

            json = parsed;
        }
        else if (required)
        {
            refusal = Refused.Malformed("A body is required: a JSON object.", [new FieldError("", "required", "A body is required.")]);
            return false;
        }

        var fields = new BodyFields(json);
        command = read(fields);
        refusal = fields.Finish();
        return refusal is null;
    }

    /// <summary>Parses the body as it is.</summary>
    public bool TryParse(out JsonElement json, [NotNullWhen(false)] out Refusal? refusal)
    {
        json = default;
        if (!RequestBody.IsJson(ContentType))
        {
            refusal = new Refusal(Problem.MediaTypeUnsupported, $"The body is '{ContentType ?? "of no said type"}'. Accepted: application/json.");
            return false;
        }

        (json, refusal) = RequestBody.Parse(Body);
        return refusal is null;
    }

    /// <summary>What is wrong with the If-Match header, if there is one.</summary>
    public Refusal? IfMatchFault() => IfMatchText is null ? null : EntityTags.Fault(IfMatchText);

    /// <summary>The revisions that the If-Match header names; null without one or for <c>*</c>.</summary>
    public Revisions? IfMatch() => IfMatchText is null ? null : EntityTags.Read(IfMatchText);

    private static string LanguageOf(string header)
    {
        if (header.Length == 0)
        {
            return "en";
        }

        var wanted = StringWithQualityHeaderValue.TryParseList([header], out var list)
            ? list.OrderByDescending(l => l.Quality ?? 1).Select(l => l.Value.ToString())
            : [];
        return wanted.Select(l => l.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? "zh" : l.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? "en" : null)
            .FirstOrDefault(l => l is not null) ?? "en";
    }
}
