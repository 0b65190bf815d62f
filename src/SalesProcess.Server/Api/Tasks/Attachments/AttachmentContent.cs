using System.Globalization;
using Microsoft.Net.Http.Headers;
using SalesProcess.Runtime.Attachments;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Serves attached files. What somebody has attached is saved, never shown as a page of ours.</summary>
internal static class AttachmentContent
{
    private const string Bytes = "bytes";

    // What no browser runs, whatever it thinks of it; all else is bytes.
    private static readonly string[] Harmless =
    [
        "application/pdf", "application/zip", "application/msword", "application/vnd.", "application/json", "application/rtf", "message/rfc822", "text/plain", "text/csv", "text/markdown",
        "image/png", "image/jpeg", "image/gif", "image/webp", "image/tiff", "image/heic", "image/bmp", "audio/", "video/",
    ];

    public static async Task<IResult> GetAsync(string id, string attachmentId, Call call, TaskReads tasks, AttachmentReads attachments, AttachmentFiles files)
    {
        if (tasks.Find(id, call) is null || attachments.Find(id, attachmentId) is not { Sha256: { } sha256, Size: { } size } attachment)
        {
            return Reply.Of(Refused.NotFound());
        }

        var (request, response) = (call.Http.Request.GetTypedHeaders(), call.Http.Response.Headers);
        if (request is { Range: { } range, IfNoneMatch.Count: 0, IfRange: null } && !IsSatisfiable(range, size))
        {
            response.ContentRange = $"bytes */{size.ToString(CultureInfo.InvariantCulture)}";
            return Reply.Of(new Refusal(Problem.RangeNotSatisfiable, $"The file has {size} bytes, and none of them is in '{range}'."));
        }

        if (request.Range is { } other && other.Unit != Bytes)
        {
            // Of units that we do not know the header says nothing (RFC 9110, 14.2).
            call.Http.Request.Headers.Range = default;
        }

        Stream content;
        try
        {
            content = await files.OpenAsync(sha256, size, call.Aborted);
        }
        catch (InvalidDataException) when (attachments.Find(id, attachmentId) is null)
        {
            // Removed between the two looks.
            return Reply.Of(Refused.NotFound());
        }

        response.XContentTypeOptions = "nosniff";
        response.CacheControl = "no-store";
        response.ContentSecurityPolicy = "default-src 'none'; sandbox";
        response["Cross-Origin-Resource-Policy"] = "same-origin";
        return TypedResults.Stream(content, Served(attachment.ContentType!), attachment.Name, lastModified: null, new EntityTagHeaderValue($"\"{sha256}\""), enableRangeProcessing: true);
    }

    private static string Served(string type)
    {
        var media = type.Split(';')[0];
        return !media.EndsWith("+xml", StringComparison.Ordinal) && Harmless.Any(harmless => media.StartsWith(harmless, StringComparison.Ordinal)) ? type : "application/octet-stream";
    }

    // Several ranges are answered with the whole file, which is always right.
    private static bool IsSatisfiable(RangeHeaderValue range, long size) =>
        range.Unit != Bytes || range.Ranges.Count != 1 || range.Ranges.Single() switch
        {
            { From: { } from } => from < size,
            { To: { } last } => last > 0 && size > 0,
            _ => true,
        };
}
