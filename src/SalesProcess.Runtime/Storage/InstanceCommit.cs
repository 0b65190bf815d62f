using System.Text;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;
using SalesProcess.Runtime.Definitions;
using SalesProcess.Runtime.Effects;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime.Storage;

/// <summary>Everything one step leaves behind, in one transaction: the instance, its bookmarks and tasks, documents, journal and outbox.</summary>
internal sealed class InstanceCommit(WriteSession session, CompanyRules rules, Step step, RunResult run)
{
    private readonly InstanceState _state = run.State;
    private readonly List<OutboxMessage> _messages = [];
    private byte[] _stored = [];
    private readonly long _now = step.Ambient.Now.ToUnixTimeMilliseconds();

    /// <summary>Writes the rows; the messages returned are to be performed after the commit.</summary>
    /// <exception cref="StaleException">Somebody else advanced the instance meanwhile.</exception>
    public IReadOnlyList<OutboxMessage> Apply()
    {
        SaveInstance();
        SaveBookmarks();
        foreach (var effect in run.Effects)
        {
            Save(effect);
        }

        SaveJournal();
        SaveAudit();
        Announce();
        return _messages;
    }

    private void SaveInstance()
    {
        _stored = StateJson.Write(_state);
        var ended = _state.Status == WorkflowStatus.Finished && _state.SubStatus != WorkflowSubStatus.Faulted;
        var outcome = _state.Outcome ?? _state.Output.GetValueOrDefault("outcome") as string;
        long? finished = _state.FinishedAt?.ToUnixTimeMilliseconds();
        if (step.Revision == 0)
        {
            session.Execute(
                """
                INSERT INTO instances (id, definition_id, version_id, version, parent_id, root_id, business_key, active_key, correlation_id, name, owner, team, stage_id,
                  status, sub_status, outcome, state, revision, created_at, updated_at, finished_at, started_by)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1, $18, $18, $19, $20)
                """,
                _state.Id, _state.DefinitionId, _state.DefinitionVersionId, _state.Version, _state.ParentId, _state.RootId, step.Facts.BusinessKey,
                ended ? null : step.Facts.BusinessKey, _state.CorrelationId, _state.Name, step.Facts.Owner, step.Facts.Team, step.Facts.StageId,
                _state.Status.ToString(), _state.SubStatus.ToString(), outcome, _stored, _now, finished, step.Actor);
            return;
        }

        var changed = session.Execute(
            """
            UPDATE instances SET active_key = $3, correlation_id = $4, name = $5, status = $6, sub_status = $7, outcome = $8, state = $9, revision = revision + 1,
              updated_at = $10, finished_at = $11
            WHERE id = $1 AND revision = $2
            """,
            _state.Id, step.Revision, ended ? null : step.Facts.BusinessKey, _state.CorrelationId, _state.Name, _state.Status.ToString(),
            _state.SubStatus.ToString(), outcome, _stored, _now, finished);
        if (changed == 0)
        {
            throw new StaleException($"Instance {_state.Id} has left revision {step.Revision}.");
        }
    }

    private void SaveBookmarks()
    {
        foreach (var bookmark in run.Removed)
        {
            if (IsIndexed(bookmark))
            {
                session.Execute("DELETE FROM bookmarks WHERE id = $1", bookmark.Id);
                ExternalTaskRows.Close(session, bookmark, _now);
            }
            else
            {
                // A task whose bookmark is gone, and that nobody completed: the flow went on without it.
                TaskRows.Close(session, rules, bookmark.Id, _state.Status == WorkflowStatus.Finished, OutcomeOf(bookmark), Act("close"));
            }
        }

        foreach (var bookmark in run.Added.Where(IsIndexed))
        {
            EndpointRows.Note(session, bookmark.Name, bookmark.Payload);
            session.Execute(
                "INSERT INTO bookmarks (id, instance_id, hash, resume_at, attempts) VALUES ($1, $2, $3, $4, 0)",
                bookmark.Id, _state.Id, bookmark.Hash, bookmark.ResumeAt?.ToUnixTimeMilliseconds());
        }
    }

    // How the activity that waited ended in this run; null if it was cancelled or has not ended.
    private string? OutcomeOf(Bookmark bookmark) =>
        run.Journal.LastOrDefault(e => e.RecordId == bookmark.RecordId && e.Event == "Completed")?.Outcomes is [var outcome, ..] ? outcome : null;

    private void Save(Effect effect)
    {
        switch (effect)
        {
            case OpenUserTask open:
                TaskRows.Open(session, rules, open, Origin(), _state.Input, Act("open"));
                break;
            case StoreDocument document:
                session.Execute(
                    """
                    INSERT INTO documents (id, instance_id, root_id, name, content_type, sha256, content, author, metadata, created_at)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                    """,
                    document.Id, _state.Id, _state.RootId, document.Name, document.ContentType, document.Sha256, document.Content, step.Actor,
                    ValueJson.Format(document.Metadata), _now);
                break;
            case Effect.Line or Effect.AnswerRequest or Effect.ReleaseRequest:
                // A line is for the command line's writer; the journal keeps it as the activity's input. Whoever waits at an endpoint is told by the runner,
                // and is gone after a crash.
                break;
            case Effect.RequestTask request:
                ExternalTaskRows.Open(session, _state, request, _now);
                Send(request);
                break;
            case Effect.StartChild start:
                Send(start with { VersionId = DefinitionVersions.Published(session, start.DefinitionId) ?? throw new StaleException($"'{start.DefinitionId}' was retracted meanwhile.") });
                break;
            case Effect.CancelChild cancelled:
                Cancel(cancelled.InstanceId);
                break;
            default:
                Send(effect);
                break;
        }
    }

    private void SaveJournal()
    {
        var facts = RowDigest.TextOf(step.Ambient.Facts);
        var row = new JournalRecord(
            _state.Id, step.Revision + 1, _now, unchecked((long)step.Ambient.Seed), step.Actor, JournalJson.Stimulus(step.Stimulus), JournalJson.Entries(run.Journal),
            RowDigest.Of(Encoding.UTF8.GetBytes(facts)), step.Birth is null ? null : Encoding.UTF8.GetString(step.Birth), RowDigest.Of(_stored), RowDigest.Of(run.Effects));
        if (session.Find("SELECT hash FROM contents WHERE hash = $1", r => r.GetString(0), row.Facts) is null)
        {
            session.Execute("INSERT INTO contents (hash, text) VALUES ($1, $2)", row.Facts, facts);
        }

        var previous = step.Revision == 0 ? null : session.Find("SELECT coalesce(digest, '') FROM journal WHERE instance_id = $1 AND revision = $2", r => r.GetString(0), _state.Id, step.Revision);
        session.Execute(
            """
            INSERT INTO journal (instance_id, revision, at, seed, actor, stimulus, entries, facts, birth, state_hash, effects_hash, digest)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """,
            row.InstanceId, row.Revision, row.At, row.Seed, row.Actor, row.Stimulus, row.Entries, row.Facts, row.Birth, row.StateHash, row.EffectsHash, RowDigest.Of(row, previous));
    }

    // What happened to the instance as a whole; what happened to its tasks stands beside it already.
    private void SaveAudit()
    {
        var kind = step.Stimulus switch { Stimulus.Start => "start-instance", Stimulus.Cancel => "cancel-instance", Stimulus.Retry => "retry-instance", _ => null };
        if (kind is not null)
        {
            Audit(kind, ("reason", (step.Stimulus as Stimulus.Cancel)?.Reason), ("definition", _state.DefinitionVersionId));
        }

        if (run.Journal.Any(e => e.Event == "Faulted"))
        {
            Audit("fault-instance", ("incidents", _state.Incidents.Select(object? (i) => i.Message).ToList()));
        }

        if (_state.SubStatus == WorkflowSubStatus.Finished)
        {
            Audit("finish-instance", ("outcome", _state.Outcome ?? _state.Output.GetValueOrDefault("outcome") as string));
        }
    }

    private void Audit(string kind, params ReadOnlySpan<(string Name, object? Value)> changes)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in changes)
        {
            map[name] = value;
        }

        AuditRows.OfInstance(session, Act(kind), _state.Id, _state.RootId, map);
    }

    private Act Act(string kind) => new(kind, step.Actor, step.Ambient.Now);

    // What others must hear of this run.
    private void Announce()
    {
        if (_state is { ParentId: { } parent, ParentBookmarkId: { } bookmark } && IsAnswer())
        {
            Send(new AnswerParent(parent, bookmark, _state.Id, _state.Status.ToString(), _state.SubStatus.ToString(), _state.Outcome, _state.Output));
        }

        if (_state.SubStatus == WorkflowSubStatus.Cancelled)
        {
            // The commits come one after the other: a child is either here already, or its start is still in the outbox.
            OutboxRows.TakeBackStarts(session, _state.Id, childId: null);
            session.Query("SELECT id FROM instances WHERE parent_id = $1 AND finished_at IS NULL", r => r.GetString(0), _state.Id).ForEach(Cancel);
        }
    }

    private bool IsAnswer() => _state.Answers switch
    {
        ChildAnswer.AtOnce => step.Revision == 0,
        ChildAnswer.AtItsEndOrFault => _state.Status == WorkflowStatus.Finished,
        _ => _state.Status == WorkflowStatus.Finished && _state.SubStatus != WorkflowSubStatus.Faulted,
    };

    private void Cancel(string childId)
    {
        if (!_messages.Exists(m => m.Effect is CancelInstance sent && sent.TargetId == childId))
        {
            Send(new CancelInstance(childId, (step.Stimulus as Stimulus.Cancel)?.Reason));
        }
    }

    private void Send(Effect effect)
    {
        // Derived from the revision, so the same step sends under the same key, however often it is tried.
        var message = new OutboxMessage(
            $"{_state.Id}-{step.Revision + 1}-{_messages.Count + 1}", _state.Id, effect with { Chain = step.Stimulus.Chain + 1 });
        OutboxRows.Insert(session, message, _now);
        _messages.Add(message);
    }

    private TaskOrigin Origin() => new()
    {
        InstanceId = _state.Id,
        RootId = _state.RootId,
        DefinitionId = _state.DefinitionId,
        StageId = step.Facts.StageId,
        Stage = StageTitle.Of(step.Graph.Definition),
        Team = step.Facts.Team,
        Owner = step.Facts.Owner,
        BusinessKey = step.Facts.BusinessKey,
    };

    private static bool IsIndexed(Bookmark bookmark) => bookmark.Hash is not null || bookmark.ResumeAt is not null;
}
