using System.ComponentModel.DataAnnotations;

namespace SalesProcess.Runtime.Attachments;

/// <summary>Section <c>Attachments</c> of the configuration.</summary>
public sealed class AttachmentOptions
{
    private static readonly string[] Usual =
    [
        "application/pdf", "text/plain", "text/csv", "text/markdown", "image/*", "audio/*", "video/*", "model/*", "font/*",
        "application/vnd.openxmlformats-officedocument.*", "application/vnd.oasis.opendocument.*", "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint",
        "application/vnd.ms-outlook", "message/rfc822", "application/rtf", "application/json", "application/xml", "text/xml", "application/zip", "application/x-7z-compressed",
        "application/octet-stream",
    ];

    /// <summary>The folder of the files, for this database alone; without it <c>attachments</c> beside the database.</summary>
    public string? Path { get; set; }

    /// <summary>The largest file, in bytes.</summary>
    [Range(1, long.MaxValue, ErrorMessage = "Attachments:MaxBytes must be at least 1.")]
    public long MaxBytes { get; set; } = 50 * 1024 * 1024;

    /// <summary>How many attachments a task may have at a time.</summary>
    [Range(1, int.MaxValue, ErrorMessage = "Attachments:MaxPerTask must be at least 1.")]
    public int MaxPerTask { get; set; } = 100;

    /// <summary>The media types that are accepted; a <c>*</c> at the end stands for anything. Without it, those of usual documents.</summary>
    public IReadOnlyList<string>? Types { get; set; }

    public IReadOnlyList<string> AcceptedTypes => Types is { Count: > 0 } ? Types : Usual;

    /// <param name="mediaType">Without parameters.</param>
    public bool Accepts(string mediaType) => AcceptedTypes.Any(type => type.EndsWith('*')
        ? mediaType.StartsWith(type[..^1], StringComparison.OrdinalIgnoreCase)
        : mediaType.Equals(type, StringComparison.OrdinalIgnoreCase));
}
