using SalesProcess.Runtime.Effects;

namespace SalesProcess.Runtime.Storage;

/// <summary>
/// Several steps as one: whatever is called inside reads and writes with the writer's session, by the same code as ever, and is kept or taken back as a
/// whole. Nothing inside waits for a lock, since nobody else can commit meanwhile.
/// </summary>
/// <param name="isRehearsal">All of it will be taken back, so what follows from a step is done inside too; otherwise that waits for the commit.</param>
internal sealed class JointStep(WriteSession session, bool isRehearsal)
{
    // Flows into everything that is called from a joint step, and nowhere else.
    private static readonly AsyncLocal<JointStep?> Around = new();

    private readonly List<Action> _told = [];
    private readonly List<IReadOnlyList<OutboxMessage>> _messages = [];

    /// <summary>The joint step that the caller is inside of.</summary>
    public static JointStep? Current => Around.Value;

    public WriteSession Session => session;

    /// <summary>Messages to be performed after the commit, one list a step.</summary>
    public IReadOnlyList<IReadOnlyList<OutboxMessage>> Messages => _messages;

    /// <summary>Tells somebody in this process of a step, once it is committed.</summary>
    public static void WhenCommitted(Action tell)
    {
        if (Current is { } joint)
        {
            joint._told.Add(tell);
        }
        else
        {
            tell();
        }
    }

    /// <summary>Keeps a step's messages until the commit; false if they are to be performed now.</summary>
    public bool Hold(IReadOnlyList<OutboxMessage> messages)
    {
        if (!isRehearsal)
        {
            _messages.Add(messages);
        }

        return !isRehearsal;
    }

    /// <summary>Called when all of it is committed, or has become a part of the joint step around it.</summary>
    public void Tell() => _told.ForEach(WhenCommitted);

    public T Inside<T>(Func<Task<T>> steps)
    {
        var around = Around.Value;
        Around.Value = this;
        try
        {
            // On the writer's own thread, where nothing of it has anything to wait for.
            return steps().GetAwaiter().GetResult();
        }
        finally
        {
            Around.Value = around;
        }
    }
}
