using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Who did what when, of a task or of an instance; and the bundle that proves it to somebody outside.</summary>
internal static class AuditApi
{
    public static void MapAudit(this RouteGroupBuilder api)
    {
        api.MapGroup("/tasks").WithTags("Tasks").MapGet("/{id}/events", (string id, Call call, TaskReads tasks, AuditReads audit) =>
                tasks.Find(id, call) is null ? Reply.Of(Refused.NotFound()) : audit.OfTask(id, call))
            .Describe("listTaskEvents", "What was done with a task, in order: by whom, on whose behalf, and what it changed.")
            .Answers<AuditPage>().Takes(AuditReads.Parameters).Refuses(RefusalCodes.NotFound, RefusalCodes.CursorInvalid, RefusalCodes.CursorMismatch);
        var instances = api.MapGroup("/instances").WithTags("Instances");
        instances.MapGet("/{id}/events", (string id, Call call, InstanceReads reads, AuditReads audit) => Full(id, call, reads, head => audit.OfInstance(head.Id, call)))
            .Describe("listInstanceEvents", "What was done with an instance and its tasks, in order. For the deal's owner, his team and managers, and auditors.")
            .Answers<AuditPage>().Takes(AuditReads.Parameters).Refuses(RefusalCodes.NotFound, RefusalCodes.PermissionMissing, RefusalCodes.CursorInvalid, RefusalCodes.CursorMismatch);
        instances.MapGet("/{id}/evidence", (string id, Call call, InstanceReads reads, EvidenceBundle bundle) => Full(id, call, reads, head => bundle.Of(head.Id)))
            .Describe("getEvidence", "A signed bundle of an instance and those below it: definitions, journal, events, approvals, documents by their hashes. `SalesProcess.Server verify` checks it without this service.")
            .Produces<object>(StatusCodes.Status200OK, "application/json").Refuses(RefusalCodes.NotFound, RefusalCodes.PermissionMissing);
        api.MapGroup("/definitions").WithTags("Definitions").MapGet("/{id}/events", (string id, Call call, CompanyRecord record) => record.OfDefinition(id, call))
            .Describe("listDefinitionEvents", "What was done with a definition, in order, also after it was deleted. For auditors and administrators.")
            .Answers<CompanyEventPage>().Takes(AuditReads.Parameters).Refuses(RefusalCodes.NotFound, RefusalCodes.PermissionMissing, RefusalCodes.CursorInvalid, RefusalCodes.CursorMismatch);
        api.MapGroup("/api-keys").WithTags("API keys").MapGet("/events", (Call call, CompanyRecord record) => record.OfKeys(call))
            .Describe("listApiKeyEvents", "Which keys were made and revoked, in order, by whom. For auditors and administrators.")
            .Answers<CompanyEventPage>().Takes(AuditReads.Parameters).Refuses(RefusalCodes.PermissionMissing, RefusalCodes.CursorInvalid, RefusalCodes.CursorMismatch);
    }

    private static Reply Full(string id, Call call, InstanceReads reads, Func<InstanceHead, Reply> view)
    {
        if (reads.Find(id, call) is not { } head)
        {
            return Reply.Of(Refused.NotFound());
        }

        return reads.MayReadVariables(head, call)
            ? view(head)
            : Reply.Of(Refused.PermissionMissing($"{call.Asker.Id} may not read the record of this instance. Its owner, his team and managers, and auditors may."));
    }
}
