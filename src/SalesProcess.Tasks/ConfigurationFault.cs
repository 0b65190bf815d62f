namespace SalesProcess.Tasks;

/// <summary>A file that the company keeps (directory, calendar, form) is wrong. All faults at once, each with where it stands.</summary>
public sealed class ConfigurationFault(string what, IReadOnlyList<string> faults)
    : Exception($"{what} cannot be used:\n- {string.Join("\n- ", faults)}")
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
