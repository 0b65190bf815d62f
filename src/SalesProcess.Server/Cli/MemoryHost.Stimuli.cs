using SalesProcess.Engine.Execution;

namespace SalesProcess.Server.Cli;

/// <summary>One stimulus at a time, for who wants to say step by step what happens. Each is carried through to the end of all that it sets going.</summary>
internal sealed partial class MemoryHost
{
    /// <summary>Resumes the oldest bookmark of an activity, of the instance or of one below it.</summary>
    /// <exception cref="CommandFault">Nothing waits there.</exception>
    public void Resume(MemoryInstance instance, string activityId, IReadOnlyDictionary<string, object?> input)
    {
        var (waiting, bookmark) = Waiting(instance).FirstOrDefault(w => w.Bookmark.ActivityId == activityId);
        if (bookmark is null)
        {
            throw new CommandFault($"Nothing waits at '{activityId}'. Waiting: {string.Join(", ", Waiting(instance).Select(w => w.Bookmark.ActivityId))}.");
        }

        Run(waiting, new Stimulus.Resume(bookmark.Id, input));
        Deliver();
    }

    /// <summary>An event from outside.</summary>
    public void Publish(string eventName, string? correlationId, object? payload)
    {
        Publish(new Effect.PublishEvent(eventName, correlationId, null, payload));
        Deliver();
    }

    /// <summary>Lets time pass: what is due on the way is resumed at its time.</summary>
    public void Advance(MemoryInstance instance, TimeSpan span)
    {
        var end = _now + span;
        while (Waiting(instance).Where(w => w.Bookmark.ResumeAt <= end).OrderBy(w => w.Bookmark.ResumeAt).FirstOrDefault() is { Bookmark: { } due, Instance: { } waiting })
        {
            _now = due.ResumeAt > _now ? due.ResumeAt.Value : _now;
            Run(waiting, new Stimulus.Resume(due.Id, new Dictionary<string, object?>(StringComparer.Ordinal)));
            Deliver();
        }

        _now = end;
    }

    /// <summary>Runs the faulted activities again.</summary>
    public void Retry(MemoryInstance instance)
    {
        Run(instance, new Stimulus.Retry());
        Deliver();
    }

    /// <summary>Cancels an instance and what it has started.</summary>
    public void Cancel(MemoryInstance instance)
    {
        Cancel(instance.Id);
        Deliver();
    }

    private IEnumerable<(MemoryInstance Instance, Bookmark Bookmark)> Waiting(MemoryInstance instance) =>
        _instances.Where(i => i.RootId == instance.RootId).SelectMany(i => i.Read().Bookmarks.Select(b => (i, b))).OrderBy(w => w.b.CreatedAt);
}
