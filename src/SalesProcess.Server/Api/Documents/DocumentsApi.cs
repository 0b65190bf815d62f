using SalesProcess.Engine.Values;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Documents: what is known of them, and their bytes. For whoever may see their instance.</summary>
internal static class DocumentsApi
{
    public static void MapDocuments(this RouteGroupBuilder api)
    {
        var documents = api.MapGroup("/documents").WithTags("Documents");
        documents.MapGet("/{id}", Get)
            .Describe("getDocument", "What is known of a document, with the votes on it.")
            .Answers<DocumentDto>().Refuses(RefusalCodes.NotFound);
        documents.MapGet("/{id}/content", Content)
            .Describe("getDocumentContent", "The very bytes of a document, for saving. The ETag is their SHA-256.")
            .Produces<byte[]>(StatusCodes.Status200OK, "application/octet-stream").Refuses(RefusalCodes.NotFound);
    }

    private static Reply Get(string id, Call call, Database database, InstanceReads instances)
    {
        var document = database.Read(session => session.Find(
            "SELECT id, name, content_type, length(content), sha256, instance_id, root_id, author, metadata, created_at FROM documents WHERE id = $1",
            r => new DocumentDto
            {
                Id = r.GetString(0),
                Name = r.GetString(1),
                ContentType = r.GetString(2),
                Size = r.GetInt64(3),
                Sha256 = r.GetString(4),
                InstanceId = r.GetString(5),
                RootId = r.GetString(6),
                Author = r.Text(7),
                Metadata = new Plain(ValueJson.Parse(r.GetString(8))),
                CreatedAt = r.Time(9),
                Approvals = session.Query(
                    "SELECT role, user, outcome, sha256, at FROM approvals WHERE document_id = $1 ORDER BY at, task_id",
                    a => new ApprovalDto(a.GetString(0), a.GetString(1), a.GetString(2), a.GetString(3), a.Time(4)), id),
                Sendings = session.Query(
                    "SELECT recipient, channel, sha256, at FROM sendings WHERE document_id = $1 ORDER BY at, id", s => new SendingDto(s.Text(0), s.Text(1), s.GetString(2), s.Time(3)), id),
            },
            id));
        return document is not null && instances.Find(document.InstanceId, call) is not null ? Reply.Ok(document, ApiJson.Shared.DocumentDto) : Reply.Of(Refused.NotFound());
    }

    private static Reply Content(string id, Call call, Database database, InstanceReads instances)
    {
        var found = database.Read(session => session.Find(
            "SELECT content_type, content, sha256, instance_id, name FROM documents WHERE id = $1",
            r => new { Type = r.GetString(0), Content = (byte[])r.GetValue(1), Sha256 = r.GetString(2), Instance = r.GetString(3), Name = r.GetString(4) },
            id));
        if (found is null || instances.Find(found.Instance, call) is null)
        {
            return Reply.Of(Refused.NotFound());
        }

        // What somebody wrote into a document is saved, never shown as a page of ours.
        call.Http.Response.Headers.ContentDisposition = $"attachment; filename*=UTF-8''{Uri.EscapeDataString(found.Name)}";
        call.Http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return new Reply { Status = StatusCodes.Status200OK, ContentType = found.Type, Body = found.Content, ETag = $"\"{found.Sha256}\"" };
    }
}
