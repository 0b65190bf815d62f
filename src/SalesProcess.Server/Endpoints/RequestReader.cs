using System.Text;
using SalesProcess.Engine.Activities.Http;
using SalesProcess.Engine.Values;
using SalesProcess.Server.Api;
using SalesProcess.Server.Identity;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Endpoints;

/// <summary>Reads a request to an endpoint by the endpoint's rules. A broken rule is a refusal, unless the workflow wants to hear of it.</summary>
internal sealed class RequestReader(HttpContext http, EndpointRules rules, long limit)
{
    // By these the caller signs in here: they are nothing for a workflow, its variables and its journal.
    private static readonly HashSet<string> Credentials = new(StringComparer.OrdinalIgnoreCase) { "Authorization", "Cookie", "Proxy-Authorization", ApiKeyHandler.Header };

    public async Task<(IncomingRequest? Request, Refusal? Refusal)> ReadAsync(RouteValueDictionary route)
    {
        var request = new IncomingRequest
        {
            Method = http.Request.Method,
            Path = http.Request.Path,
            Route = route.ToDictionary(r => r.Key, object? (r) => r.Value?.ToString(), StringComparer.OrdinalIgnoreCase),
            Query = http.Request.Query.ToDictionary(q => q.Key, q => Text(q.Value), StringComparer.OrdinalIgnoreCase),
            Headers = http.Request.Headers.Where(h => !Credentials.Contains(h.Key)).ToDictionary(h => h.Key, h => Text(h.Value), StringComparer.OrdinalIgnoreCase),
        };
        var most = Math.Min(limit, rules.RequestSize is > 0 and { } own ? own : limit);
        if (await RequestBody.ReadAsync(http, most) is not { } body)
        {
            return Broken(request, IncomingRequest.RequestTooLarge, Refused.TooLarge(most));
        }

        if (http.Request.HasFormContentType)
        {
            return await ReadFormAsync(request, body);
        }

        if (body.Length == 0 || !RequestBody.IsJson(http.Request.ContentType))
        {
            return (request with { Content = body.Length == 0 ? null : HttpReply.IsText(MediaType(http.Request.ContentType)) ? Encoding.UTF8.GetString(body) : Convert.ToBase64String(body) }, null);
        }

        var (json, refusal) = RequestBody.Parse(body);
        return refusal is null ? (request with { Content = ValueJson.FromElement(json) }, null) : (null, refusal);
    }

    private async Task<(IncomingRequest?, Refusal?)> ReadFormAsync(IncomingRequest request, byte[] body)
    {
        IFormCollection form;
        try
        {
            http.Request.Body = new MemoryStream(body);
            form = await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException)
        {
            return (null, Refused.Malformed($"The form cannot be read: {broken.Message}"));
        }

        foreach (var file in form.Files)
        {
            if (rules.FileSize is > 0 and { } most && file.Length > most)
            {
                return Broken(request, IncomingRequest.FileTooLarge, new Refusal(RefusalCodes.PayloadTooLarge, $"The file '{file.FileName}' is larger than {most} bytes."));
            }

            var extension = Path.GetExtension(file.FileName);
            if (rules.BlockedExtensions.Contains(extension, StringComparer.OrdinalIgnoreCase)
                || (rules.AllowedExtensions.Count > 0 && !rules.AllowedExtensions.Contains(extension, StringComparer.OrdinalIgnoreCase)))
            {
                var accepted = rules.AllowedExtensions.Count > 0 ? $"Accepted: {string.Join(", ", rules.AllowedExtensions)}." : $"Not accepted: {string.Join(", ", rules.BlockedExtensions)}.";
                return Broken(request, IncomingRequest.InvalidFileExtension, new Refusal(Problem.MediaTypeUnsupported, $"The file '{file.FileName}' has an extension that is not accepted. {accepted}"));
            }

            if (rules.AllowedTypes.Count > 0 && !rules.AllowedTypes.Contains(MediaType(file.ContentType), StringComparer.OrdinalIgnoreCase))
            {
                return Broken(request, IncomingRequest.InvalidFileMimeType, new Refusal(
                    Problem.MediaTypeUnsupported, $"The file '{file.FileName}' is of the type '{file.ContentType}'. Accepted: {string.Join(", ", rules.AllowedTypes)}."));
            }
        }

        var files = new List<object?>();
        foreach (var file in form.Files)
        {
            using var content = new MemoryStream();
            await file.CopyToAsync(content, http.RequestAborted);
            files.Add(new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["name"] = file.Name,
                ["fileName"] = file.FileName,
                ["contentType"] = file.ContentType,
                ["length"] = file.Length,
                ["content"] = Convert.ToBase64String(content.ToArray()),
            });
        }

        return (request with { Content = form.ToDictionary(f => f.Key, f => Text(f.Value), StringComparer.Ordinal), Files = files }, null);
    }

    private (IncomingRequest?, Refusal?) Broken(IncomingRequest request, string outcome, Refusal refusal) =>
        rules.Exposed.Contains(outcome, StringComparer.Ordinal) ? (request with { Outcome = outcome }, null) : (null, refusal);

    private static object? Text(Microsoft.Extensions.Primitives.StringValues values) => values.Count == 1 ? values.ToString() : values.ToList<object?>();

    private static string? MediaType(string? contentType) => contentType?.Split(';')[0].Trim();
}
