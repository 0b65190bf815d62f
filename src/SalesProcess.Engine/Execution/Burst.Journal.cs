using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Values;

namespace SalesProcess.Engine.Execution;

/// <summary>What a run notes for those who look back.</summary>
internal sealed partial class Burst
{
    private void Log(
        ActivityRecord record,
        string @event,
        IReadOnlyList<string>? outcomes = null,
        IReadOnlyDictionary<string, object?>? inputs = null,
        IReadOnlyDictionary<string, object?>? outputs = null,
        string? message = null)
    {
        // What the definition keeps out of the journal is out before anything is counted or stored.
        inputs = inputs is null ? null : LogPersistence.KeepInputs(record.Activity.Noted(inputs), new ActivityContext(this, record));
        outputs = outputs is null ? null : LogPersistence.KeepOutputs(outputs, new ActivityContext(this, record));
        _noted += ValueSize.Of(inputs) + ValueSize.Of(outputs);
        if (_noted > MaxNoted)
        {
            (inputs, outputs) = (null, null);
            if (message is null && @event is "Started" or "Resumed")
            {
                throw new ActivityFault($"The activities of one run took and gave more than {MaxNoted} characters. Put a wait between them, or pass less on.");
            }
        }

        _journal.Add(new JournalEntry(
            ++state.Sequence, record.Id, record.Parent?.Id, record.Activity.Id, record.Activity.NodeId, record.Activity.Type, @event, ambient.Now, outcomes, inputs, outputs, message));
    }
}
