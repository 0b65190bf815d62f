using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using SalesProcess.Engine.Values;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Refusals as problem details (RFC 9457). The one place where a code gets its HTTP status.</summary>
internal static class Problem
{
    public const string MethodNotAllowed = "method-not-allowed";

    public const string MediaTypeUnsupported = "media-type-unsupported";

    public const string RangeNotSatisfiable = "range-not-satisfiable";

    public const string InternalError = "internal-error";

    public const string RequestTimeout = "request-timeout";

    public const string WorkflowAmbiguous = "workflow-ambiguous";

    public const string WorkflowFaulted = "workflow-faulted";

    /// <summary>Every code, the status it comes with, and its title.</summary>
    public static readonly FrozenDictionary<string, (int Status, string Title)> Codes = new Dictionary<string, (int, string)>(StringComparer.Ordinal)
    {
        [RefusalCodes.MalformedRequest] = (400, "The request is malformed"),
        [RefusalCodes.UnknownParameter] = (400, "A query parameter is not known"),
        [RefusalCodes.CursorInvalid] = (400, "The cursor is not one of ours"),
        [RefusalCodes.CursorMismatch] = (400, "The cursor belongs to another list"),
        [RefusalCodes.Unauthenticated] = (401, "Nobody is signed in"),
        [RefusalCodes.PermissionMissing] = (403, "The permission is missing"),
        [RefusalCodes.NotFound] = (404, "Not found"),
        [MethodNotAllowed] = (405, "The method is not allowed here"),
        [RequestTimeout] = (408, "No answer in time"),
        [RefusalCodes.TaskAlreadyClaimed] = (409, "The task is already claimed"),
        [RefusalCodes.TaskNotClaimable] = (409, "The task is not for you"),
        [RefusalCodes.ExcludedBySeparationOfDuties] = (409, "Excluded by separation of duties"),
        [RefusalCodes.TaskNotOwned] = (409, "The task belongs to somebody else"),
        [RefusalCodes.TaskNotDelegated] = (409, "The task is not delegated"),
        [RefusalCodes.TaskNotSkippable] = (409, "The task cannot be skipped"),
        [RefusalCodes.TaskSuspended] = (409, "The task is suspended"),
        [RefusalCodes.TaskCompleted] = (409, "The task is completed"),
        [RefusalCodes.TaskCancelled] = (409, "The task is cancelled"),
        [RefusalCodes.ProcessSuspended] = (409, "The process is suspended"),
        [RefusalCodes.ProcessEnded] = (409, "The process has ended"),
        [RefusalCodes.InstanceRunning] = (409, "An instance is still running"),
        [RefusalCodes.BusinessKeyInUse] = (409, "The business key is in use"),
        [RefusalCodes.IdempotencyInProgress] = (409, "The same request is being carried out"),
        [RefusalCodes.QuorumAlreadyDecided] = (409, "The approval is decided"),
        [RefusalCodes.AlreadyVoted] = (409, "The vote is given"),
        [RefusalCodes.DelegationCycle] = (409, "The delegation goes in a circle"),
        [RefusalCodes.LimitReached] = (409, "There are as many as there may be"),
        [RefusalCodes.FilterOutdated] = (409, "The filter does not hold any more"),
        [RefusalCodes.BatchRefused] = (409, "Some of the items are refused"),
        [RefusalCodes.RecallWindowClosed] = (409, "It is too late for a recall"),
        [RefusalCodes.DefinitionInUse] = (409, "The definition is in use"),
        [RefusalCodes.DefinitionNotPublished] = (409, "The definition is not published"),
        [RefusalCodes.VersionConflict] = (409, "The version has changed"),
        [RefusalCodes.TooManyAttachments] = (409, "The task has too many attachments"),
        [RefusalCodes.PreconditionFailed] = (412, "It has changed meanwhile"),
        [RefusalCodes.PayloadTooLarge] = (413, "The body is too large"),
        [MediaTypeUnsupported] = (415, "The media type is not supported"),
        [RangeNotSatisfiable] = (416, "There is no such range"),
        [RefusalCodes.IdempotencyKeyReused] = (422, "The idempotency key was used for another request"),
        [RefusalCodes.ActionUnknown] = (422, "The action is not known"),
        [RefusalCodes.ActionReserved] = (422, "The action is reserved"),
        [RefusalCodes.FormInvalid] = (422, "The data is not valid"),
        [RefusalCodes.FormUnavailable] = (422, "The form is not available"),
        [RefusalCodes.ReasonRequired] = (422, "A reason is required"),
        [RefusalCodes.DelegateNotAllowed] = (422, "It cannot be given to them"),
        [RefusalCodes.WatcherNotAllowed] = (422, "They cannot watch it"),
        [RefusalCodes.CalendarUnknown] = (422, "The calendar is not known"),
        [RefusalCodes.DueInPast] = (422, "The time has passed"),
        [RefusalCodes.MigrationUnsafe] = (422, "The migration is not safe"),
        [RefusalCodes.DefinitionInvalid] = (422, "The definition is not valid"),
        [RefusalCodes.BatchInvalid] = (422, "Some of the items are not valid"),
        [RefusalCodes.WebhookUnreachable] = (422, "The webhook cannot be reached"),
        [RefusalCodes.PreconditionRequired] = (428, "If-Match is required"),
        [RefusalCodes.RateLimited] = (429, "Too many requests"),
        [InternalError] = (500, "Something went wrong here"),
        [WorkflowAmbiguous] = (500, "Several workflows are meant"),
        [WorkflowFaulted] = (500, "The workflow has failed"),
        [RefusalCodes.StoreBusy] = (503, "The store is busy"),
        [RefusalCodes.Draining] = (503, "The service is stopping"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static int StatusOf(string code) => Codes.TryGetValue(code, out var known) ? known.Status : StatusCodes.Status409Conflict;

    public static Reply Of(Refusal refusal)
    {
        var (status, title) = Codes.TryGetValue(refusal.Code, out var known) ? known : (StatusCodes.Status409Conflict, refusal.Code);
        return new Reply
        {
            Status = status,
            ContentType = Reply.ProblemJson,
            Body = Write(refusal, status, title),
            RetryAfter = status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests || refusal.Code == RefusalCodes.IdempotencyInProgress ? "1" : null,
        };
    }

    private static ReadOnlyMemory<byte> Write(Refusal refusal, int status, string title)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer, ValueJson.Writing);
        writer.WriteStartObject();
        writer.WriteString("type", $"urn:salesprocess:problem:{refusal.Code}");
        writer.WriteString("title", title);
        writer.WriteNumber("status", status);
        writer.WriteString("detail", refusal.Message);
        writer.WriteString("code", refusal.Code);
        writer.WriteString("message", refusal.Message);
        writer.WriteStartArray("errors");
        foreach (var error in refusal.Errors ?? [])
        {
            writer.WriteStartObject();
            writer.WriteString("pointer", error.Pointer);
            writer.WriteString("code", error.Code);
            writer.WriteString("message", error.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        foreach (var (name, value) in refusal.Details ?? new Dictionary<string, object?>(StringComparer.Ordinal))
        {
            writer.WritePropertyName(name);
            ValueJson.Write(writer, value);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
