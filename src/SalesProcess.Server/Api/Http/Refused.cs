using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>The refusals of the interface itself, worded once.</summary>
internal static class Refused
{
    /// <summary>The same for what does not exist and for what the caller may not see: byte for byte.</summary>
    public static Refusal NotFound() => new(RefusalCodes.NotFound, "There is nothing here that you can see.");

    public static Refusal PermissionMissing(string message) => new(RefusalCodes.PermissionMissing, message);

    public static Refusal Malformed(string message, IReadOnlyList<FieldError>? errors = null) => new(RefusalCodes.MalformedRequest, message, errors);

    public static Refusal TooLarge(long limit) => new(
        RefusalCodes.PayloadTooLarge,
        $"The body is larger than {limit} bytes.",
        Details: new Dictionary<string, object?>(StringComparer.Ordinal) { ["limit"] = limit });

    public static Refusal Busy() => new(RefusalCodes.StoreBusy, "The store could not do it now. Nothing was changed; try again.");

    public static Refusal Draining() => new(RefusalCodes.Draining, "The service is stopping. Nothing was changed; try again.");

    public static Refusal Internal() => new(Problem.InternalError, "An error of ours. It is logged; the request was not carried out, or its outcome can be read.");
}
