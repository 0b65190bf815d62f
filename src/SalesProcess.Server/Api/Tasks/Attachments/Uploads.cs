using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using SalesProcess.Runtime.Attachments;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Reads what is to be attached, in any of its three forms. Files go to the disk as they come in.</summary>
internal sealed class Uploads(AttachmentFiles files, IOptions<AttachmentOptions> options)
{
    private const string AnyBytes = "application/octet-stream";
    private const string Form = "multipart/form-data";
    private const int MaxBoundary = 70;

    public static readonly IReadOnlyList<QueryParameter> Parameters = [new("name", "What the file is called; without it, what Content-Disposition says.")];

    /// <summary>What makes a repeated request the same one.</summary>
    public static string Hash(NewAttachment added) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', added.Name, added.ContentType, added.Uri, added.File?.Sha256))));

    public async Task<(NewAttachment? Added, Refusal? Refusal)> ReadAsync(Call call)
    {
        var request = call.Http.Request;
        var query = call.Query();
        var name = query.Text("name");
        if (query.Finish() is { } malformed)
        {
            return (null, malformed);
        }

        if (name is null && request.Headers.ContentDisposition.Count > 0)
        {
            if (!ContentDispositionHeaderValue.TryParse(request.Headers.ContentDisposition.ToString(), out var disposition))
            {
                return (null, Refused.Malformed($"Content-Disposition is '{request.Headers.ContentDisposition}'. Accepted is one like attachment; filename*=UTF-8''offer.pdf."));
            }

            name = FileName(disposition);
        }

        var isForm = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals(Form, StringComparison.OrdinalIgnoreCase);
        if (!isForm && name is null && RequestBody.IsJson(request.ContentType))
        {
            return await LinkAsync(call);
        }

        // The limit of the host is for bodies that are kept in memory; ours is counted as the file comes in.
        if (call.Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        return isForm
            ? await FormAsync(HeaderUtilities.RemoveQuotes(type!.Boundary).ToString(), name, call)
            : await FileAsync(request.Body, name, request.ContentType, request.ContentLength, call.Aborted);
    }

    private static async Task<(NewAttachment?, Refusal?)> LinkAsync(Call call)
    {
        if (await RequestBody.ReadAsync(call.Http) is not { } body)
        {
            return (null, Refused.TooLarge(RequestBody.Limit));
        }

        call.Body = body;
        var isRead = call.TryRead(
            fields =>
            {
                var link = new AddLinkDto(fields.Text("uri", required: true) ?? "", fields.Text("name", required: true) ?? "");
                Check(fields, "/uri", link.Uri, AttachmentRules.UriFault);
                Check(fields, "/name", link.Name, AttachmentRules.NameFault);
                return link;
            },
            required: true, out var link, out var refusal);
        return isRead ? (new NewAttachment(link!.Name, ContentType: null, File: null, new Uri(link.Uri).AbsoluteUri), null) : (null, refusal);
    }

    private static void Check(BodyFields fields, string pointer, string text, Func<string, string?> rule)
    {
        if (text.Length > 0 && rule(text) is { } fault)
        {
            fields.Fault(pointer, "value", fault);
        }
    }

    private async Task<(NewAttachment?, Refusal?)> FormAsync(string boundary, string? name, Call call)
    {
        if (boundary.Length is 0 or > MaxBoundary)
        {
            return (null, Refused.Malformed($"The form has the boundary '{boundary}'. Accepted are 1 to {MaxBoundary} characters."));
        }

        NewAttachment? found = null;
        var isComplete = false;
        try
        {
            var parts = new MultipartReader(boundary, call.Http.Request.Body);
            while (await parts.ReadNextSectionAsync(call.Aborted) is { } part)
            {
                var (next, refusal) = await PartAsync(part, name, isFirst: found is null, call.Aborted);
                if (refusal is not null)
                {
                    return (null, refusal);
                }

                found = next;
            }

            isComplete = found is not null;
            return isComplete ? (found, null) : (null, Refused.Malformed("The form has no file. One is accepted, under any name."));
        }
        catch (Exception broken) when (broken is InvalidDataException || (broken is IOException and not BadHttpRequestException && !call.Aborted.IsCancellationRequested))
        {
            return (null, Refused.Malformed($"The form cannot be read: {broken.Message}"));
        }
        finally
        {
            if (!isComplete)
            {
                found?.File?.Dispose();
            }
        }
    }

    private async Task<(NewAttachment?, Refusal?)> PartAsync(MultipartSection part, string? name, bool isFirst, CancellationToken ct)
    {
        var disposition = part.GetContentDispositionHeader();
        if (disposition is null || !disposition.IsFileDisposition())
        {
            return (null, Refused.Malformed($"The form has the field '{disposition?.Name}'. Accepted is one file, and nothing else."));
        }

        return isFirst
            ? await FileAsync(part.Body, name ?? FileName(disposition), part.ContentType, length: null, ct)
            : (null, Refused.Malformed("The form has several files. One is accepted at a time."));
    }

    private async Task<(NewAttachment?, Refusal?)> FileAsync(Stream body, string? name, string? contentType, long? length, CancellationToken ct)
    {
        if (name is null || AttachmentRules.NameFault(name) is not null)
        {
            var fault = name is null ? "The file has no name. Give it in the query (?name=offer.pdf) or in Content-Disposition." : AttachmentRules.NameFault(name)!;
            return (null, Refused.Malformed(fault, [new FieldError("?name", name is null ? "required" : "value", fault)]));
        }

        if (!MediaTypeHeaderValue.TryParse(contentType ?? AnyBytes, out var type) || type.MatchesAllSubTypes || !options.Value.Accepts(type.MediaType.ToString()))
        {
            return (null, new Refusal(
                Problem.MediaTypeUnsupported,
                $"The file is of the type '{contentType}'. Accepted: {string.Join(", ", options.Value.AcceptedTypes)}.",
                Details: new Dictionary<string, object?>(StringComparer.Ordinal) { ["given"] = contentType, ["accepted"] = options.Value.AcceptedTypes.ToList<object?>() }));
        }

        if (length is { } known && files.IsTooLarge(known))
        {
            return (null, files.TooLarge(known));
        }

        var (file, refusal) = await files.ReceiveAsync(body, ct);
        return refusal is null ? (new NewAttachment(name, Kept(type), file, Uri: null), null) : (null, refusal);
    }

    // Of its parameters only the charset says something about the file. It goes back into a header some day.
    private static string Kept(MediaTypeHeaderValue type)
    {
        var media = type.MediaType.ToString().ToLowerInvariant();
        return type.Charset.Length > 0 && type.Charset.ToString().All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? $"{media}; charset={type.Charset}" : media;
    }

    private static string? FileName(ContentDispositionHeaderValue disposition)
    {
        if (disposition.FileNameStar is { HasValue: true, Length: > 0 } extended)
        {
            return extended.ToString();
        }

        return disposition.FileName.HasValue ? HeaderUtilities.RemoveQuotes(disposition.FileName).ToString() : null;
    }
}
