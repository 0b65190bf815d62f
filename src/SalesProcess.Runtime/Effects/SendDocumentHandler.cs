using SalesProcess.Engine.Values;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime.Effects;

/// <summary>
/// The only way a document goes to a customer. It reads the very bytes that are stored, compares them with every approval, and refuses otherwise; the same
/// check is made once more inside the transaction that records the sending.
/// </summary>
internal sealed class SendDocumentHandler(InstanceRunner runner, Database database, CompanyRules rules, TimeProvider clock) : IEffectHandler
{
    public Type EffectType => typeof(SendDocument);

    public Task HandleAsync(OutboxMessage message, CancellationToken ct)
    {
        var send = (SendDocument)message.Effect;
        return runner.ResumeAsync(
            message.InstanceId,
            send.BookmarkId,
            _ =>
            {
                var now = clock.GetUtcNow();
                var decision = database.Read(session => Check(session, send));
                return new Answered(
                    new Dictionary<string, object?>(StringComparer.Ordinal)
                    {
                        ["outcome"] = decision.Outcome,
                        ["sha256"] = send.Sha256,
                        ["sentAt"] = decision.Outcome == ReleaseDecision.Sent ? now : null,
                        ["missing"] = decision.Missing.ToList<object?>(),
                        ["reason"] = decision.Reason,
                    },
                    session => Record(session, message, send, decision, now));
            },
            s => EffectDispatcher.Remove(s, message),
            message.Effect.Chain,
            ct);
    }

    private void Record(WriteSession session, OutboxMessage message, SendDocument send, ReleaseDecision decision, DateTimeOffset now)
    {
        if (Check(session, send).Outcome != decision.Outcome)
        {
            throw new StaleException("The approvals or the bytes have changed meanwhile.");
        }

        EffectDispatcher.Remove(session, message);
        if (decision.Outcome == ReleaseDecision.Sent)
        {
            session.Execute(
                "INSERT INTO sendings (id, document_id, sha256, recipient, channel, at) VALUES ($1, $2, $3, $4, $5, $6)",
                message.Id, send.DocumentId, send.Sha256, send.Recipient, send.Channel, now.ToUnixTimeMilliseconds());
        }
    }

    private ReleaseDecision Check(Session session, SendDocument send)
    {
        var document = session.Find(
            "SELECT content, metadata, author FROM documents WHERE id = $1",
            r => new { Content = (byte[])r.GetValue(0), Metadata = r.GetString(1), Author = r.IsDBNull(2) ? null : r.GetString(2) },
            send.DocumentId);
        if (document is null)
        {
            return new ReleaseDecision(ReleaseDecision.Refused, send.Sha256, [], $"There is no document '{send.DocumentId}'.");
        }

        var approvals = session.Query(
            "SELECT role, user, outcome, document_id, sha256, at FROM approvals WHERE document_id = $1 ORDER BY at",
            r => new ApprovalRecord(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(5))),
            send.DocumentId);
        var metadata = (Dictionary<string, object?>)ValueJson.Parse(document.Metadata)!;
        // Who wrote it is what the server saw, not what a definition says.
        metadata["author"] = document.Author;
        return DocumentRelease.Check(document.Content, new DocumentReference(send.DocumentId, send.Sha256), metadata, rules.ApprovalMatrix, approvals);
    }
}
