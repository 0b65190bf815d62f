using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SalesProcess.Runtime;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Carries out a batch: one item after the other, or all in one commit; for good, or as a rehearsal.</summary>
internal sealed class BatchRun(
    TaskService tasks, TaskReads reads, TaskViews views, InstanceReads instances, CommentReads comments, IdempotencyStore answers, CommitQueue queue, JointSteps joint, TimeProvider clock,
    ILogger<BatchRun> log)
{
    public async Task<Reply> RunAsync(TaskBatch batch, Call call)
    {
        if (batch.IsDryRun)
        {
            // The same as for good, without a key, and taken back.
            return await joint.RehearseAsync(() => batch.IsAtomic ? TogetherAsync(batch, call, isKept: false) : OneByOneAsync(batch, call, isKept: false), call.Aborted);
        }

        if (batch.IsAtomic)
        {
            return await TogetherAsync(batch, call, HasKey(call));
        }

        if (HasKey(call))
        {
            // Before the first item: whoever repeats an interrupted batch goes on with it.
            await queue.RunAsync(session => Begin(session, call), call.Aborted);
        }

        return await OneByOneAsync(batch, call, HasKey(call));
    }

    /// <summary>Goes on with a batch that has begun under its key and was cut off: what is done is answered and not done again.</summary>
    public Task<Reply> ContinueAsync(TaskBatch batch, Call call) => OneByOneAsync(batch, call, isKept: true);

    private static bool HasKey(Call call) => call.Caller.IdempotencyKey is not null;

    private async Task<Reply> OneByOneAsync(TaskBatch batch, Call call, bool isKept)
    {
        var results = new List<TaskBatchItemResultDto>(batch.Items.Count);
        foreach (var item in batch.Items)
        {
            try
            {
                results.Add(View(await ActAsync(item, call, isKept), call, batch.IsDryRun));
            }
            catch (Exception failure) when (results.Count > 0 && ErrorAnswers.IsOfTheStore(failure))
            {
                return Reply.Of(CutOff(item, failure));
            }
            catch (Exception failure) when (IsOfTheItem(failure, batch))
            {
                log.LogError(failure, "Item {Index} ({Verb}) of a batch failed", item.Index, item.Verb);
                results.Add(View(Refusing(item, Reply.Of(Refused.Internal())), call, batch.IsDryRun));
            }
        }

        return await AnswerAsync(batch, results, call, isKept);
    }

    private async Task<Reply> TogetherAsync(TaskBatch batch, Call call, bool isKept)
    {
        var outcomes = await joint.TogetherAsync(
            async () =>
            {
                var all = new List<BatchOutcome>(batch.Items.Count);
                foreach (var item in batch.Items)
                {
                    all.Add(await ActAsync(item, call, isKept));
                }

                if (isKept)
                {
                    await queue.RunAsync(session => Begin(session, call), call.Aborted);
                }

                return (all.TrueForAll(o => o.IsDone), all);
            },
            call.Aborted);
        return outcomes.TrueForAll(o => o.IsDone)
            ? await AnswerAsync(batch, [.. outcomes.Select(o => View(o, call, batch.IsDryRun))], call, isKept)
            : Reply.Of(BatchOutcome.Refuse(outcomes));
    }

    // As the call for one task, under a key of its own.
    private async Task<BatchOutcome> ActAsync(BatchItem item, Call call, bool isKept)
    {
        var caller = isKept ? call.Caller with { IdempotencyScope = ScopeOf(call, item.Index) } : new Caller(call.Actor);
        if (isKept && answers.Find(caller.IdempotencyScope!, caller.IdempotencyKey!) is { } stored)
        {
            return stored.Status is { } refused
                ? new BatchOutcome(item, refused, stored.Body, CommentId: null)
                : Done(item, item.Verb == BatchVerbs.Comment ? stored.Resource : null);
        }

        var part = call.Part(item.Body, item.IfMatch, caller);
        var reply = part.IfMatchFault() is { } fault ? Reply.Of(fault) : await BatchVerbs.All[item.Verb](item.TaskId, part, tasks);
        if (reply.IsSuccess)
        {
            return Done(item, item.Verb == BatchVerbs.Comment ? JsonSerializer.Deserialize(reply.Body.Span, ApiJson.Shared.CommentDto)!.Id : null);
        }

        var refusal = Refusing(item, reply);
        if (isKept)
        {
            await answers.KeepRefusalAsync(caller, refusal.Status, refusal.Problem!, clock, call.Aborted);
        }

        return refusal;
    }

    // A rehearsal goes on in one transaction, which may not outlive a failure of the database.
    private static bool IsOfTheItem(Exception failure, TaskBatch batch) =>
        failure is not OperationCanceledException && !ErrorAnswers.IsOfTheStore(failure) && !(batch.IsDryRun && failure is SqliteException);

    private static BatchOutcome Refusing(BatchItem item, Reply reply) => new(item, reply.Status, Encoding.UTF8.GetString(reply.Body.Span), CommentId: null);

    private static BatchOutcome Done(BatchItem item, string? commentId) =>
        new(item, commentId is null ? StatusCodes.Status200OK : StatusCodes.Status201Created, Problem: null, commentId);

    private TaskBatchItemResultDto View(BatchOutcome outcome, Call call, bool isDryRun)
    {
        var item = outcome.Item;
        var task = outcome.IsDone ? reads.Find(item.TaskId)! : null;
        return new TaskBatchItemResultDto
        {
            Index = item.Index,
            TaskId = item.TaskId,
            Verb = item.Verb,
            Status = outcome.Status,
            Code = outcome.Code,
            Etag = task is null ? null : TaskViews.ETag(task),
            Task = task is null ? null : views.Summary(task, call),
            Instance = task is not null && BatchVerbs.Ends(item.Verb) ? instances.Stand(task.InstanceId, call) : null,
            Comment = outcome.CommentId is { } comment && !isDryRun ? comments.Get(comment).Comment : null,
            Problem = outcome.Problem is null ? null : new JsonText(outcome.Problem),
        };
    }

    private async Task<Reply> AnswerAsync(TaskBatch batch, List<TaskBatchItemResultDto> results, Call call, bool isKept)
    {
        var done = results.Count(r => r.Problem is null);
        // What failed by our fault is tried again if the call is repeated; what is done is known by the rows of the items.
        var isUnfinished = results.Exists(r => r.Status >= StatusCodes.Status500InternalServerError);
        var reply = Reply.Ok(new TaskBatchResultDto(batch.IsAtomic, batch.IsDryRun, done, results.Count - done, results), ApiJson.Shared.TaskBatchResultDto, isUnfinished: isUnfinished);
        if (isKept && !isUnfinished)
        {
            await queue.RunAsync(session => End(session, call, reply), CancellationToken.None);
        }

        return reply;
    }

    private bool Begin(WriteSession session, Call call)
    {
        call.Caller.Keep(session, "", clock);
        return true;
    }

    // The whole answer takes the place of the items' own.
    private static int End(WriteSession session, Call call, Reply reply)
    {
        var (scope, key) = (call.Caller.IdempotencyScope!, call.Caller.IdempotencyKey!);
        session.Execute("UPDATE idempotency SET status = $3, body = $4 WHERE scope = $1 AND key = $2", scope, key, reply.Status, Encoding.UTF8.GetString(reply.Body.Span));
        return session.Execute("DELETE FROM idempotency WHERE key = $1 AND scope > $2 AND scope < $3", key, scope + ItemMark, scope + AfterItemMark);
    }

    private const string ItemMark = "#";

    // The next character: all scopes of items lie between the two.
    private const string AfterItemMark = "$";

    private static string ScopeOf(Call call, int index) => $"{call.Caller.IdempotencyScope}{ItemMark}{index}";

    private static Refusal CutOff(BatchItem item, Exception failure) => new(
        failure is StoreClosedException ? RefusalCodes.Draining : RefusalCodes.StoreBusy,
        $"The store could not go on at item {item.Index}. The items before it are answered for good, it and those after it were not carried out. Under an Idempotency-Key the same call goes on from there.",
        Details: new Dictionary<string, object?>(StringComparer.Ordinal) { ["nextItem"] = item.Index });
}
