using System.Security.Cryptography;
using System.Text;
using SalesProcess.Engine.Values;

namespace SalesProcess.Engine.Execution;

/// <summary>What a bookmark or trigger is found by: upper-case hex SHA-256 over its name and payload.</summary>
public static class StimulusHash
{
    public static string Compute(string name, object? payload) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}|{ValueJson.Format(payload)}")));
}
