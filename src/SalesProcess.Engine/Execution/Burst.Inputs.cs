using SalesProcess.Engine.Activities;

namespace SalesProcess.Engine.Execution;

/// <summary>Evaluated inputs, kept for the run: evaluated when an activity starts or is resumed, and once more after a suspension.</summary>
internal sealed partial class Burst
{
    public object? InputOf(ActivityRecord record, Input input, Func<Input, object?> evaluate) =>
        _inputs.TryGetValue(record, out var values) && values.TryGetValue(input.Name, out var value) ? value : EvaluateInput(record, input, evaluate);

    public bool TakeTrigger(string activityId)
    {
        var taken = TriggerActivityId == activityId;
        TriggerActivityId = taken ? null : TriggerActivityId;
        return taken;
    }

    public object? EvaluateInput(ActivityRecord record, Input input, Func<Input, object?> evaluate)
    {
        if (!_inputs.TryGetValue(record, out var values))
        {
            _inputs[record] = values = new Dictionary<string, object?>(StringComparer.Ordinal);
        }

        return values[input.Name] = evaluate(input);
    }
}
