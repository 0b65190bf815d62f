namespace SalesProcess.Runtime.Effects;

/// <summary>A child's answer resumes its parent.</summary>
internal sealed class AnswerParentHandler(InstanceRunner runner) : IEffectHandler
{
    public Type EffectType => typeof(AnswerParent);

    public Task HandleAsync(OutboxMessage message, CancellationToken ct)
    {
        var answer = (AnswerParent)message.Effect;
        var input = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["instanceId"] = answer.ChildId,
            ["status"] = answer.Status,
            ["subStatus"] = answer.SubStatus,
            ["outcome"] = answer.Outcome,
            ["output"] = new Dictionary<string, object?>(answer.Output, StringComparer.Ordinal),
        };
        return runner.ResumeAsync(answer.ParentId, answer.BookmarkId, input, s => EffectDispatcher.Remove(s, message), message.Effect.Chain, ct);
    }
}

/// <summary>Resumes a bookmark that an event or a timer was found for.</summary>
internal sealed class ResumeBookmarkHandler(InstanceRunner runner) : IEffectHandler
{
    public Type EffectType => typeof(ResumeBookmark);

    public Task HandleAsync(OutboxMessage message, CancellationToken ct)
    {
        var resume = (ResumeBookmark)message.Effect;
        return runner.ResumeAsync(resume.TargetId, resume.BookmarkId, resume.Input, s => EffectDispatcher.Remove(s, message), message.Effect.Chain, ct);
    }
}
